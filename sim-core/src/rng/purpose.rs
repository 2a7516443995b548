/// What a mark is for. The numbers are part of every result: they are never reused and never reordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// Number of incidents of an (area, week, layer).
    Count = 0,
    /// Instant of an incident within its week.
    Instant = 1,
    /// Which part of the demand an incident comes from: residents or daytime people.
    Source = 2,
    /// Category of an incident.
    Category = 3,
    /// Whether an incident is answered by hear and treat.
    HearAndTreat = 4,
    /// Whether an incident stays when demand is scaled down.
    Growth = 5,
    /// The day effect of demand of an (ICS, date).
    DemandDay = 6,
    /// The day effect of handover of a (hospital, date).
    HandoverDay = 7,
    /// Time from call connect to a dispatch code.
    Triage = 8,
    /// Time from assignment to moving off.
    Mobilise = 9,
    /// Where in its area an incident is.
    Within = 10,
    /// How a drive differs from the expected one.
    Drive = 11,
    /// Time on scene.
    OnScene = 12,
    /// Whether, and to what kind of place, a patient is conveyed.
    Convey = 13,
    /// Which hospital, among those that would do.
    Hospital = 14,
    /// Time from arrival at hospital to clinical handover.
    Handover = 15,
    /// Time from handover, or from the end of treatment, to clear.
    WrapUp = 16,
    /// Prevention: one mark per (incident, intervention).
    Prevention = 17,
    /// What condition the patient has.
    Condition = 18,
    /// How many vehicles an incident needs, and how many go in reserve.
    Resources = 19,
    /// Walk-ins of a hospital: gaps between them, and how long each holds a bay.
    WalkIn = 20,
    /// Other services' ambulances at a hospital: gaps between them, and how long each patient holds a bay.
    OtherAmbulance = 21,
    /// How long a patient holds a bay of an emergency department.
    BayTime = 22,
    /// Whether a vehicle is released before clinical handover, and whether its patient is excluded from that.
    Release = 23,
    /// Time that a call takes a call taker.
    CallHandling = 24,
    /// When a caller who is not answered rings off, and whether and when they ring again.
    CallPatience = 25,
    /// How many further calls there are to an incident, and when.
    ExtraContacts = 26,
    /// Whether a C2 is navigated.
    Navigation = 27,
    /// Length of a clinical assessment.
    Assessment = 28,
    /// What a clinical assessment leads to.
    AssessmentOutcome = 29,
    /// How long a patient waits before giving up.
    Patience = 30,
    /// Whether a patient who gives up comes to an emergency department.
    SelfPresents = 31,
    /// Whether a patient cancels at a welfare call.
    WelfareCall = 32,
    /// Whether a crew is absent on a (vehicle, date).
    Absence = 33,
    /// Whether and when a vehicle breaks down on a (vehicle, date), and for how long.
    Breakdown = 34,
    /// Whether an incident comes by a call to the call desk.
    ByCall = 35,
    /// How many call takers are on duty on a (service, date).
    CallTakerDay = 36,
    /// How many clinicians are on duty on a (service, date).
    ClinicianDay = 37,
    /// The age of an incident's patient.
    Age = 38,
    /// Where an incident's patient is: at home, in a care home, in public.
    PatientSetting = 39,
    /// Where an incident's request came from.
    Origin = 40,
    /// Which frequent caller called, if one did.
    Person = 41,
    /// How large an intervention's effect is believed to be.
    Effect = 42,
    /// Whether a person is reached by an intervention, and whether an incident is one more than there would have been.
    Reach = 43,
    /// How long handover is at a hospital against its service's, where that is not known.
    HandoverSite = 44,
    /// What is believed of the process of governance: its numbers, in their ranges.
    Belief = 45,
    /// What happens in the process of governance: how long, whether approved, on which day.
    Engagement = 46,
}

impl Purpose {
    /// Number of purposes.
    pub const COUNT: usize = 47;
}
