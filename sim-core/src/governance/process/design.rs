//! An arrangement as parts. No part knows a name: what an arrangement does follows from these alone.

/// Which ICSs make one package together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grouping {
    /// Each its own.
    Each,
    /// All together.
    All,
    /// As listed, by position of the member; who is in no list stands alone.
    Listed(Vec<Vec<usize>>),
}

/// Who decides on a shared package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// Nobody for all: each member decides for itself.
    Nobody,
    /// The board of the holder.
    Lead,
    /// A joint committee, by votes.
    Joint,
}

/// What a member's vote weighs in a joint committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Votes {
    /// One each.
    Equal,
    /// By residents.
    Residents,
}

/// What members do with a decision made for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// Adopt it.
    Adopt,
    /// Adopt it unless they call it in within some days; a call-in is determined.
    Assent,
    /// Put it to their own boards.
    Ratify,
}

/// Who decides locally, once a package is tailored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// Nobody.
    Nobody,
    /// The member's board.
    OwnBoard,
    /// The boards of its places, each on its own.
    PlaceBoards,
}

/// For whom a shared package is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// The holder.
    Lead,
    /// The mean of the members, by residents.
    Mean,
}

/// An arrangement. A group of one member has nobody to share with: it does as [`Design::bilateral`] does.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Who makes a package together.
    pub grouping: Grouping,
    /// The member that holds a group's packages, where it is in the group; else the one of most residents.
    pub lead: Option<usize>,
    /// Who decides on a shared package.
    pub decided_by: DecidedBy,
    /// Share of the votes that a joint decision needs, in (0, 1].
    pub quota: f64,
    /// What votes weigh.
    pub votes: Votes,
    /// What members do with it.
    pub members: Members,
    /// Who decides locally.
    pub local: Local,
    /// Whether each member has a data agreement of its own.
    pub data_each: bool,
    /// Tailoring of a shared package, 0 none to 1 as if made for the member.
    pub tailoring: f64,
    /// Mobilisation work of a shared package against one of its own.
    pub mobilise_ratio: f64,
    /// For whom a shared package is made.
    pub reference: Reference,
    /// Days until a shared package can be begun.
    pub set_up_days: f64,
    /// Hours a week that the holder costs the trust.
    pub standing_lead: f64,
    /// Hours a week that each other member costs the trust.
    pub standing_member: f64,
    /// Work on scope of each member but the holder, for an hour of the trust's.
    pub member_scope_share: f64,
    /// Part of each member's hours that goes to the holder's team.
    pub members_pay: f64,
    /// Share of what packages cost that is pooled and paid by residents.
    pub risk_share: f64,
    /// Interval of a board against the usual, for members mature enough.
    pub board_interval_ratio: f64,
    /// Standing hours against the usual, for members mature enough.
    pub standing_ratio: f64,
    /// Maturity from which those two ratios hold.
    pub needs_maturity: f64,
    /// Days between assessments of each ICS; 0: never.
    pub assessed_every_days: f64,
    /// Hours that an assessment takes of an ICS's team.
    pub assessment_hours: f64,
}

impl Design {
    /// Every relationship on its own.
    #[must_use]
    pub const fn bilateral() -> Self {
        Self {
            grouping: Grouping::Each,
            lead: None,
            decided_by: DecidedBy::Nobody,
            quota: 1.0,
            votes: Votes::Equal,
            members: Members::Adopt,
            local: Local::OwnBoard,
            data_each: true,
            tailoring: 1.0,
            mobilise_ratio: 1.0,
            reference: Reference::Lead,
            set_up_days: 0.0,
            standing_lead: 0.0,
            standing_member: 0.0,
            member_scope_share: 0.0,
            members_pay: 0.0,
            risk_share: 0.0,
            board_interval_ratio: 1.0,
            standing_ratio: 1.0,
            needs_maturity: 0.0,
            assessed_every_days: 0.0,
            assessment_hours: 0.0,
        }
    }

    /// The groups of `members` members, the holder of each first.
    #[must_use]
    pub fn groups(&self, residents: &[f64]) -> Vec<Vec<usize>> {
        let members = residents.len();
        let mut groups: Vec<Vec<usize>> = match &self.grouping {
            Grouping::Each => (0..members).map(|member| vec![member]).collect(),
            Grouping::All => vec![(0..members).collect()],
            Grouping::Listed(lists) => {
                let alone = |m: &usize| lists.iter().all(|list| !list.contains(m));
                lists.iter().cloned().chain((0..members).filter(alone).map(|m| vec![m])).collect()
            }
        };
        groups.retain(|group| !group.is_empty());
        groups.iter_mut().for_each(|group| self.put_holder_first(group, residents));
        groups
    }

    fn put_holder_first(&self, group: &mut [usize], residents: &[f64]) {
        let most = |a: &usize, b: &usize| residents[*a].total_cmp(&residents[*b]).then(b.cmp(a));
        let holder = self.lead.filter(|lead| group.contains(lead));
        let holder = holder.or_else(|| group.iter().copied().max_by(most));
        if let Some(at) = holder.and_then(|holder| group.iter().position(|member| *member == holder)) {
            group[..=at].rotate_right(1);
        }
    }
}
