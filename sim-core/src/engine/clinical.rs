//! The clinician desk: navigation of C2, validation of the less urgent, and what an assessment leads to.

use super::{DeskKind, Engine, Fact, Observer};
use crate::category::{Category, Ending};
use crate::ids::IncidentRow;
use crate::policy::Moment;
use crate::policy::clinical::{ClinicalDesk, Outcome};
use crate::rng::Purpose;
use crate::state::{Assessment, Event, Incident};
use crate::units::{SimDuration, SimTime};

/// The next more urgent category.
const fn upgraded(category: Category) -> Category {
    match category {
        Category::C1 | Category::C2 => Category::C1,
        Category::C3 => Category::C2,
        Category::C4 | Category::Other => Category::C3,
    }
}

/// The next less urgent category; Other stays.
const fn downgraded(category: Category) -> Category {
    match category {
        Category::C1 => Category::C2,
        Category::C2 => Category::C3,
        Category::C3 | Category::C4 => Category::C4,
        Category::Other => Category::Other,
    }
}

impl<'w> Engine<'w> {
    fn clinical_desk(&self) -> Option<&'w ClinicalDesk> {
        self.policies.desks.clinical.desk()
    }

    pub(super) fn service_of(&self, incident: &Incident) -> usize {
        self.component.service_of(incident.place as usize)
    }

    /// Triage is over: to the clinicians, ended by telephone, or dispatched.
    pub(super) fn triaged(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        let incident = *self.state.incident(row);
        if let Some(desk) = self.clinical_desk().filter(|desk| self.is_assessed(desk, &incident)) {
            self.passed_to_clinicians(desk, row, observer);
        } else if self.is_hear_and_treat(&incident, self.share_at_call(&incident)) {
            self.end(row, Ending::HearAndTreat, observer);
        } else {
            self.first_dispatch(row, observer);
        }
    }

    /// The share of its like that is treated by telephone without a clinician of the desk.
    fn share_at_call(&self, incident: &Incident) -> f64 {
        let (service, category) = (self.service_of(incident), incident.category.row());
        match self.clinical_desk() {
            Some(_) => self.staff.clinicians(service).at_call_share[category],
            None => self.component.mixes[service].hear_and_treat[category],
        }
    }

    /// Whether a clinician is to assess an incident before a vehicle is sent.
    fn is_assessed(&self, desk: &ClinicalDesk, incident: &Incident) -> bool {
        let (category, service) = (incident.category, self.service_of(incident));
        let fitted = self.staff.clinicians(service).assessed_share[category.row()];
        let share = desk.assessed_share(category, fitted);
        let holds = category == Category::C2 && desk.vehicle_first;
        category != Category::C1
            && (self.effects(service).validate.has(category)
                || self.address.mark(Purpose::Navigation, incident.id.0) < share
                    && !(holds && self.has_vehicle(incident)))
    }

    /// The share of its like that a clinician can close: of those whom clinicians pick today, or beyond them.
    fn closable_share(&self, incident: &Incident) -> f64 {
        let desk = self.staff.clinicians(self.service_of(incident));
        let category = incident.initial_category.row();
        if self.address.mark(Purpose::Navigation, incident.id.0) < desk.assessed_share[category] {
            return desk.closed_share[category];
        }
        let at_call = desk.at_call_share[category];
        at_call + (1.0 - at_call) * desk.further_closed_share[category]
    }

    /// Whether a vehicle of the incident's service is available that can convey and may be sent.
    fn has_vehicle(&self, incident: &Incident) -> bool {
        let view = self.view();
        let fits = |id: &crate::ids::VehicleId| {
            view.vehicle(*id).answers.has(incident.category)
                && self.service_of_vehicle(*id) == self.service_of(incident)
                && !self.is_held(*id, incident.category)
        };
        view.available().iter().any(fits)
    }

    /// An incident is to be assessed: C2 at once, the less urgent when the call has been passed on.
    fn passed_to_clinicians(&mut self, rule: &ClinicalDesk, row: IncidentRow, observer: &mut impl Observer) {
        let now = self.state.now;
        let incident = &mut self.state.incidents[row.index()];
        incident.assessment_asked = now;
        let is_c2 = incident.category == Category::C2;
        let incident = *incident;
        let held = self.staff.clinicians(self.service_of(&incident)).held;
        if is_c2 || held == SimDuration::ZERO {
            self.asks_clinician(rule, row, observer);
            return;
        }
        self.state.incidents[row.index()].assessment = Assessment::CallBack;
        let check = self.state.incident(row).assessment_check();
        self.schedule(held, Event::CallBackDue { incident: row, check });
    }

    /// An incident waits for a clinician, for so long after it was passed on.
    fn asks_clinician(&mut self, rule: &ClinicalDesk, row: IncidentRow, observer: &mut impl Observer) {
        let incident = &mut self.state.incidents[row.index()];
        incident.assessment = Assessment::Waiting;
        let incident = *incident;
        let service = self.service_of(&incident);
        self.state.desks.clinical[service].waiting.insert(desk_entry(&incident, row));
        self.assess_next(service, observer);
        if self.state.incident(row).assessment == Assessment::Waiting {
            let is_c2 = incident.category == Category::C2;
            let limit = if is_c2 { rule.navigation_limit } else { rule.validation_limit };
            let left = SimDuration((limit.ms() - (self.state.now - incident.assessment_asked).0).max(0));
            let check = incident.assessment_check();
            self.schedule(left, Event::AssessmentOverdue { incident: row, check });
        }
    }

    /// Free clinicians take C2 first, and then whoever has waited longest.
    pub(super) fn assess_next(&mut self, service: usize, observer: &mut impl Observer) {
        while self.state.desks.clinical[service].busy < self.on_duty(DeskKind::Clinical, service) {
            let Some((.., row)) = self.state.desks.clinical[service].waiting.pop_first() else { return };
            self.assesses(service, row, observer);
        }
    }

    fn assesses(&mut self, service: usize, row: IncidentRow, observer: &mut impl Observer) {
        let Some(rule) = self.clinical_desk() else { return };
        let incident = &mut self.state.incidents[row.index()];
        incident.assessment = Assessment::Now;
        incident.assessments = incident.assessments.saturating_add(1);
        let incident = *incident;
        let key = self.address.key(Purpose::Assessment, incident.id.0);
        let shape = rule.assessment_shape.quantile(key.mark(u64::from(incident.assessments)));
        let takes = SimDuration::from_seconds(rule.assessment.0.seconds() * shape);
        let (desk, check) = (service as u8, incident.assessment_check());
        observer.see(&Fact::AssessmentBegins { incident: self.state.incident(row), at: self.state.now });
        self.works(service, takes, observer);
        self.schedule(takes, Event::AssessmentEnds { desk, incident: row, check });
    }

    /// A clinician is on a call for so long.
    pub(super) fn works(&mut self, service: usize, takes: SimDuration, observer: &mut impl Observer) {
        let from = self.state.now;
        self.state.desks.clinical[service].busy += 1;
        let desk = DeskKind::Clinical;
        observer.see(&Fact::DeskWork { desk, service: service as u8, from, until: from + takes });
    }

    pub(super) fn clinician_frees(&mut self, service: usize, observer: &mut impl Observer) {
        self.state.desks.clinical[service].busy -= 1;
        self.assess_next(service, observer);
    }

    pub(super) fn assessment_ends(
        &mut self,
        service: usize,
        row: IncidentRow,
        check: u32,
        observer: &mut impl Observer,
    ) {
        if self.is_at_desk(row, check, Assessment::Now) {
            self.assessed(row, observer);
        }
        self.clinician_frees(service, observer);
    }

    fn is_at_desk(&self, row: IncidentRow, check: u32, stage: Assessment) -> bool {
        let incident = self.state.incident(row);
        incident.is_open() && incident.assessment_check() == check && incident.assessment == stage
    }

    /// What the assessment leads to, by marks of the incident.
    fn assessed(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        let Some(rule) = self.clinical_desk() else { return };
        let incident = *self.state.incident(row);
        let more = self.effects(self.service_of(&incident)).hear_and_treat;
        let share = (self.closable_share(&incident) * more).min(0.95);
        let closable = self.address.mark(Purpose::HearAndTreat, incident.id.0) < share;
        let key = self.address.key(Purpose::AssessmentOutcome, incident.id.0);
        let outcome = rule.outcome(closable, incident.assessments == 1, [key.mark(0), key.mark(1)]);
        self.assessment_gave(row, outcome, observer);
        match outcome {
            Outcome::Closed => self.end(row, Ending::HearAndTreat, observer),
            Outcome::CalledBack => {
                let called_back = &mut self.state.incidents[row.index()];
                called_back.assessment = Assessment::CallBack;
                called_back.assessment_asked = self.state.now + rule.call_back_after.0;
                let check = called_back.assessment_check();
                self.schedule(rule.call_back_after.0, Event::CallBackDue { incident: row, check });
            }
            Outcome::Upgraded => {
                self.recategorise(row, upgraded(incident.category), observer);
                self.first_dispatch(row, observer);
            }
            Outcome::Downgraded => {
                self.recategorise(row, downgraded(incident.category), observer);
                self.first_dispatch(row, observer);
            }
            Outcome::Dispatched | Outcome::Overdue => self.first_dispatch(row, observer),
        }
    }

    /// Tells an outcome and takes the incident off the desk.
    fn assessment_gave(&mut self, row: IncidentRow, outcome: Outcome, observer: &mut impl Observer) {
        self.state.incidents[row.index()].assessment = Assessment::None;
        observer.see(&Fact::Assessed { incident: self.state.incident(row), outcome, at: self.state.now });
    }

    pub(super) fn call_back_due(&mut self, row: IncidentRow, check: u32, observer: &mut impl Observer) {
        if self.is_at_desk(row, check, Assessment::CallBack) {
            let Some(rule) = self.clinical_desk() else { return };
            self.asks_clinician(rule, row, observer);
        }
    }

    pub(super) fn assessment_overdue(&mut self, row: IncidentRow, check: u32, observer: &mut impl Observer) {
        if self.is_at_desk(row, check, Assessment::Waiting) {
            self.leave_clinicians(row);
            self.assessment_gave(row, Outcome::Overdue, observer);
            self.first_dispatch(row, observer);
        }
    }

    /// An incident does not wait for a clinician any more.
    pub(super) fn leave_clinicians(&mut self, row: IncidentRow) {
        let incident = *self.state.incident(row);
        if incident.assessment == Assessment::Waiting {
            let service = self.service_of(&incident);
            self.state.desks.clinical[service].waiting.remove(&desk_entry(&incident, row));
        }
    }

    /// Gives an incident another category. A more urgent one starts its clock now; a less urgent one leaves it running.
    fn recategorise(&mut self, row: IncidentRow, category: Category, observer: &mut impl Observer) {
        let was = *self.state.incident(row);
        let (wanted, spare) = self.resources(was.id.0, category, self.service_of(&was));
        let attended_ending = self.disposition(&Incident { category, ..was });
        let now = self.state.now;
        let incident = &mut self.state.incidents[row.index()];
        let more_urgent = category < was.category;
        (incident.category, incident.attended_ending) = (category, attended_ending);
        (incident.wanted, incident.spare) = (wanted, spare);
        if more_urgent {
            incident.clock_start = now;
        }
        for id in self.state.incident(row).sent.into_iter().flatten() {
            self.state.refresh_under_way(id);
        }
        observer.see(&Fact::Recategorised { was: &was, incident: self.state.incident(row) });
    }

    /// The dispatch rule is asked for the first time, unless a team takes the incident or the safety plan passes it on.
    fn first_dispatch(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        let incident = self.state.incident(row);
        let category = incident.category;
        let no_send = self.effects(self.service_of(incident)).no_send;
        if self.is_taken_by_a_team(row, observer) {
            return;
        }
        if category != Category::C1 && no_send.has(category) {
            self.end(row, Ending::PassedOn, observer);
        } else {
            self.dispatch(row, Moment::IncidentReady, observer);
        }
    }
}

/// Its place among those who wait for a clinician: C2 goes first, and then whoever has waited longest.
fn desk_entry(incident: &Incident, row: IncidentRow) -> (u8, SimTime, crate::tape::IncidentId, IncidentRow) {
    (u8::from(incident.category != Category::C2), incident.assessment_asked, incident.id, row)
}
