//! Shocks: what happens to ICSs whatever the arrangement. A merger, a cut, the loss of a lead, a new board.

use super::plan::Group;
use super::run::{Event, Run, after};

/// Whom a shock hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Every ICS.
    All,
    /// The holder of each group that shares packages; nobody where none does.
    Lead,
    /// The members in these rows.
    Listed(Vec<usize>),
}

/// Something that changes what ICSs have, from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// What it is called.
    pub name: String,
    /// Whom it hits.
    pub whom: Whom,
    /// The day on which it begins.
    pub from_day: f64,
    /// Days that it lasts; 0: for good.
    pub days: f64,
    /// Days from one beginning to the next; 0: once.
    pub every_days: f64,
    /// Hours of the engagement team meanwhile, against what they were.
    pub hours_ratio: f64,
    /// Maturity meanwhile.
    pub maturity_ratio: f64,
    /// Relationship with the trust, at once; it can be built up again.
    pub relationship_ratio: f64,
}

impl Shock {
    /// Whether it hits a member.
    fn hits(&self, member: usize, groups: &[Group]) -> bool {
        match &self.whom {
            Whom::All => true,
            Whom::Lead => groups.iter().any(|group| group.is_shared() && group.holder() == member),
            Whom::Listed(rows) => rows.contains(&member),
        }
    }
}

impl Run<'_> {
    pub(super) fn schedule_shocks(&mut self) {
        self.room.shocked.clear();
        self.room.shocked.resize(self.given.shocks.len(), false);
        for (number, shock) in self.given.shocks.iter().enumerate() {
            self.schedule(after(self.now, shock.from_day), Event::ShockBegins { shock: number as u32 });
        }
    }

    pub(super) fn shock_begins(&mut self, number: u32) {
        let given = self.given;
        let (shock, now) = (&given.shocks[number as usize], self.now);
        self.room.shocked[number as usize] = true;
        for member in 0..given.members.len() {
            if shock.hits(member, &self.room.groups) {
                self.room.relationships[member].scaled(now, shock.relationship_ratio);
                self.change_hours(member);
            }
        }
        if shock.days > 0.0 {
            self.schedule(after(now, shock.days), Event::ShockEnds { shock: number });
        }
        if shock.every_days > 0.0 {
            self.schedule(after(now, shock.every_days), Event::ShockBegins { shock: number });
        }
    }

    pub(super) fn shock_ends(&mut self, number: u32) {
        self.room.shocked[number as usize] = false;
        for member in 0..self.given.members.len() {
            if self.given.shocks[number as usize].hits(member, &self.room.groups) {
                self.change_hours(member);
            }
        }
    }

    /// The product of a ratio over the shocks that a member is under.
    fn under(&self, member: usize, ratio: impl Fn(&Shock) -> f64) -> f64 {
        let active = self.given.shocks.iter().zip(&self.room.shocked).filter(|(_, is_on)| **is_on);
        active
            .filter(|(shock, _)| shock.hits(member, &self.room.groups))
            .map(|(shock, _)| ratio(shock))
            .product()
    }

    fn change_hours(&mut self, member: usize) {
        let ratio = self.under(member, |shock| shock.hours_ratio);
        let now = self.now;
        self.room.teams[member + 1].change_hours(now, ratio);
        self.settle(member + 1);
    }

    /// A member's maturity now.
    pub(super) fn maturity(&self, member: usize) -> f64 {
        self.given.members[member].maturity * self.under(member, |shock| shock.maturity_ratio)
    }
}
