//! An arrangement as it is written: parts, each with its range.

use super::super::parse::Body;
use super::super::report::{Fault, Report, quoted, shown};
use super::given::Given;
use super::ground::MemberGround;
use crate::governance::process::{DecidedBy, Design, Grouping, Local, Members, Reference, Votes};
use crate::region::Ranged;
use std::ops::RangeInclusive;
use toml::Value;

macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $field:ident, $low:literal..=$high:literal;)*) => {
        /// A part of an arrangement that is a number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Part { $($(#[$doc])* $variant),* }

        impl Part {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key that states it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            fn bounds(self) -> RangeInclusive<f64> {
                match self { $(Self::$variant => $low..=$high),* }
            }

            fn of(self, design: &Design) -> f64 {
                match self { $(Self::$variant => design.$field),* }
            }

            fn set(self, design: &mut Design, value: f64) {
                match self { $(Self::$variant => design.$field = value),* }
            }
        }
    };
}

parts! {
    /// Share of the votes that a joint decision needs.
    Quota = "quota", quota, 0.01..=1.0;
    /// Tailoring of a shared package.
    Tailoring = "tailoring", tailoring, 0.0..=1.0;
    /// Mobilisation work of a shared package against one of its own.
    MobiliseRatio = "mobilise_ratio", mobilise_ratio, 0.0..=10.0;
    /// Days until a shared package can be begun.
    SetUpDays = "set_up_days", set_up_days, 0.0..=3_660.0;
    /// Hours a week that the holder costs the trust.
    StandingLead = "standing_lead_hours_per_week", standing_lead, 0.0..=168.0;
    /// Hours a week that each other member costs the trust.
    StandingMember = "standing_member_hours_per_week", standing_member, 0.0..=168.0;
    /// Work on scope of each member but the holder.
    MemberScopeShare = "member_scope_share", member_scope_share, 0.0..=5.0;
    /// Part of each member's hours that goes to the holder's team.
    MembersPay = "members_pay_share", members_pay, 0.0..=1.0;
    /// Share of what packages cost that is pooled.
    RiskShare = "risk_share", risk_share, 0.0..=1.0;
    /// Interval of a board against the usual.
    BoardIntervalRatio = "board_interval_ratio", board_interval_ratio, 0.05..=10.0;
    /// Standing hours against the usual.
    StandingRatio = "standing_ratio", standing_ratio, 0.0..=10.0;
    /// Maturity from which those two hold.
    NeedsMaturity = "needs_maturity", needs_maturity, 0.0..=1.0;
    /// Days between assessments of each ICS.
    AssessedEveryDays = "assessed_every_days", assessed_every_days, 0.0..=36_600.0;
    /// Hours that an assessment takes.
    AssessmentHours = "assessment_hours", assessment_hours, 0.0..=10_000.0;
}

/// Keys that are no numbers.
const WORDS: [&str; 16] = [
    "name",
    "about",
    "like",
    "file",
    "hypothetical",
    "groups",
    "lead",
    "decided_by",
    "votes",
    "members",
    "local",
    "data_agreement",
    "reference",
    "hub",
    "growth",
    "from",
];

/// Where growth money is rostered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// Each ICS rosters its share by residents inside its own patch.
    Members,
    /// A group's share by residents stands by workload over all of the group's stations: its decision binds growth money.
    Group,
}

/// An arrangement: its parts with their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence.
    pub about: String,
    /// Whether nothing like it exists; the word stands in every output.
    pub hypothetical: bool,
    /// Whether it would have a shared desk of clinicians: a channel of the ambulances, without effect on the process.
    pub hub: bool,
    /// Where growth money is rostered: a channel of the ambulances, without effect on the process.
    pub growth: Growth,
    /// Codes of the lead and of the groups, as written.
    lead: Option<String>,
    groups: Groups,
    /// The parts that are words; numbers stand in `ranges`.
    words: Design,
    ranges: Vec<Ranged>,
}

/// Which ICSs make one package together, by code.
#[derive(Debug, Clone, PartialEq)]
enum Groups {
    Each,
    All,
    Listed(Vec<Vec<String>>),
}

/// What an arrangement is that says nothing of itself: what it is like, and in which parts it is not.
fn about(given: &Given<'_>, below: &Parts) -> String {
    let Body::Table(entries) = &given.node.body else { return below.about.clone() };
    let parts = entries.iter().map(|(key, _)| key.as_str());
    let own: Vec<&str> = parts.filter(|key| !["name", "about", "like", "file"].contains(key)).collect();
    if below.name.is_empty() || own.is_empty() {
        return below.about.clone();
    }
    format!("Like {}, but for {}.", below.name, own.join(", "))
}

impl Parts {
    /// Every relationship on its own: what parts are where a file leaves them out.
    fn bilateral(name: &str) -> Self {
        let words = Design::bilateral();
        let certain = |part: &Part| {
            let value = part.of(&words);
            Ranged { value, low: value, high: value }
        };
        Self {
            name: name.to_owned(),
            about: String::new(),
            hypothetical: false,
            hub: false,
            growth: Growth::Members,
            lead: None,
            groups: Groups::Each,
            ranges: Part::ALL.iter().map(certain).collect(),
            words,
        }
    }

    /// The range of a part.
    #[must_use]
    pub fn range(&self, part: Part) -> Ranged {
        self.ranges[part as usize]
    }

    /// Whether it fits any number of ICSs, whatever they are called.
    #[must_use]
    pub const fn is_general(&self) -> bool {
        !matches!(self.groups, Groups::Listed(_))
    }

    /// The arrangement for these members, with a value for each part; `lead` is the region's, unless it names its own.
    #[must_use]
    pub fn design(
        &self,
        members: &[MemberGround],
        lead: Option<usize>,
        mut value: impl FnMut(Part, Ranged) -> f64,
    ) -> Design {
        let position = |code: &String| members.iter().position(|member| member.code == *code);
        let grouping = match &self.groups {
            Groups::Each => Grouping::Each,
            Groups::All => Grouping::All,
            Groups::Listed(lists) => {
                Grouping::Listed(lists.iter().map(|l| l.iter().filter_map(position).collect()).collect())
            }
        };
        let lead = self.lead.as_ref().and_then(position).or(lead);
        let mut design = Design { grouping, lead, ..self.words.clone() };
        for (part, range) in Part::ALL.iter().zip(&self.ranges) {
            part.set(&mut design, value(*part, *range));
        }
        design
    }

    /// Reads an arrangement from a table, over another one where it is like that.
    pub(super) fn read(
        given: &Given<'_>,
        below: Option<Self>,
        members: &[MemberGround],
        report: &mut Report,
    ) -> Self {
        let keys: Vec<&str> = WORDS.into_iter().chain(Part::ALL.iter().map(|part| part.name())).collect();
        given.only(&keys, report);
        let mut own = below.unwrap_or_else(|| Self::bilateral(""));
        own.about = about(given, &own);
        own.name = given.text("name", report).unwrap_or(own.name);
        own.about = given.text("about", report).unwrap_or(own.about);
        own.hypothetical = given.switch("hypothetical", report).unwrap_or(own.hypothetical);
        own.hub = given.switch("hub", report).unwrap_or(own.hub);
        let growth = [("members", Growth::Members), ("group", Growth::Group)];
        own.growth = given.word("growth", &growth, report).unwrap_or(own.growth);
        own.read_words(given, report);
        own.read_places(given, members, report);
        for (part, range) in Part::ALL.iter().zip(&mut own.ranges) {
            if let Some(found) = given.ranged(part.name(), &part.bounds(), report) {
                *range = found;
            }
        }
        own
    }

    fn read_words(&mut self, given: &Given<'_>, report: &mut Report) {
        let words = &mut self.words;
        let decided = [("nobody", DecidedBy::Nobody), ("lead", DecidedBy::Lead), ("joint", DecidedBy::Joint)];
        let members = [("adopt", Members::Adopt), ("assent", Members::Assent), ("ratify", Members::Ratify)];
        let local =
            [("nobody", Local::Nobody), ("own_board", Local::OwnBoard), ("place_boards", Local::PlaceBoards)];
        let votes = [("equal", Votes::Equal), ("residents", Votes::Residents)];
        let reference = [("lead", Reference::Lead), ("mean", Reference::Mean)];
        let data = [("once", false), ("each", true)];
        words.decided_by = given.word("decided_by", &decided, report).unwrap_or(words.decided_by);
        words.members = given.word("members", &members, report).unwrap_or(words.members);
        words.local = given.word("local", &local, report).unwrap_or(words.local);
        words.votes = given.word("votes", &votes, report).unwrap_or(words.votes);
        words.reference = given.word("reference", &reference, report).unwrap_or(words.reference);
        words.data_each = given.word("data_agreement", &data, report).unwrap_or(words.data_each);
    }

    fn read_places(&mut self, given: &Given<'_>, members: &[MemberGround], report: &mut Report) {
        let known = |code: &str| members.iter().any(|member| member.code == code);
        let codes: Vec<&str> = members.iter().map(|member| member.code.as_str()).collect();
        let rule = || format!("an ICS of the service: {}", codes.join(", "));
        if let Some(code) = given.text("lead", report) {
            if !known(&code) {
                given.fault("lead", Fault::new(quoted(&code), rule(), ""), report);
            }
            self.lead = Some(code);
        }
        let Some(node) = given.node.get("groups") else { return };
        match (&node.body, node.value()) {
            (_, Value::String(word)) if word == "each" => self.groups = Groups::Each,
            (_, Value::String(word)) if word == "all" => self.groups = Groups::All,
            (Body::List(_), Value::Array(lists)) => {
                let list = |value: &Value| -> Option<Vec<String>> {
                    value.as_array()?.iter().map(|code| code.as_str().map(str::to_owned)).collect()
                };
                let Some(lists) = lists.iter().map(list).collect::<Option<Vec<Vec<String>>>>() else {
                    let hint = "groups = [[\"QUY\", \"QR1\"], [\"QVV\"]]";
                    given.fault("groups", Fault::new("a list", "lists of ICS codes", hint), report);
                    return;
                };
                let mut all: Vec<&String> = lists.iter().flatten().collect();
                for code in all.iter().filter(|code| !known(code)) {
                    given.fault("groups", Fault::new(quoted(code), rule(), ""), report);
                }
                all.sort_unstable();
                for twice in all.windows(2).filter(|pair| pair[0] == pair[1]) {
                    given.fault("groups", Fault::new(quoted(twice[0]), "each ICS once", ""), report);
                }
                self.groups = Groups::Listed(lists);
            }
            (_, other) => {
                let fault = Fault::new(shown(&other), "\"each\", \"all\" or lists of ICS codes", "");
                given.fault("groups", fault, report);
            }
        }
    }
}
