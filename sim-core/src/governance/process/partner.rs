//! Other members of the integrated care partnership, where what is wanted needs their work.

use super::approval::{chance_of_approval, score};
use super::forum::{Forum, ForumKind, Item};
use super::luck::Chance;
use super::numbers::Number;
use super::plan::Step;
use super::relationship::Relationship;
use super::run::Run;
use super::team::Owner;

/// Who else may be needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartnerKind {
    /// Fire and rescue services.
    FireAndRescue,
    /// Police forces.
    Police,
    /// Voluntary and independent providers.
    VoluntarySector,
    /// Local authorities.
    LocalAuthority,
}

impl PartnerKind {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::FireAndRescue, Self::Police, Self::VoluntarySector, Self::LocalAuthority];

    /// The name used in studies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FireAndRescue => "fire_and_rescue",
            Self::Police => "police",
            Self::VoluntarySector => "voluntary_sector",
            Self::LocalAuthority => "local_authority",
        }
    }
}

/// A partner that a proposal needs, alike in every ICS: a data agreement with it, and its consent where it decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partner {
    /// Who.
    pub kind: PartnerKind,
    /// Whether it has a seat in the partnership; without one the relationship begins at 0.
    pub has_seat: bool,
    /// Whether each ICS's partnership has to approve with it; else it is consulted, which holds nothing up.
    pub decides: bool,
}

impl Run<'_> {
    /// Relationships with partners, and the partnerships as forums where a partner decides.
    pub(super) fn open_partnerships(&mut self) {
        let (given, room) = (self.given, &mut *self.room);
        let numbers = given.numbers;
        let [gain, fading, seated] =
            [Number::RelationshipGain, Number::RelationshipFading, Number::PartnerRelationship]
                .map(|number| numbers.get(number));
        let needed = || given.proposals.iter().flat_map(|proposal| &proposal.partners);
        let begin = |kind: PartnerKind| {
            let has_seat = needed().any(|partner| partner.kind == kind && partner.has_seat);
            Relationship::new(if has_seat { seated } else { 0.0 }, 0.0, gain, fading)
        };
        room.partners.clear();
        room.partners.extend(PartnerKind::ALL.map(begin));
        room.first_partnership = room.forums.len() as u32;
        if needed().any(|partner| partner.decides) {
            let rhythm = (numbers.get(Number::PartnershipDays), numbers.get(Number::PartnershipSlots));
            let forum = |identity| Forum::new(ForumKind::Partnership, rhythm, (identity, 0), self.address);
            room.forums.extend(given.members.iter().map(|member| forum(member.identity)));
        }
    }

    fn partners_of(&self, package: u32) -> &[Partner] {
        &self.given.proposals[self.room.packages[package as usize].proposal as usize].partners
    }

    /// The trust's work on data agreements with partners, beside those with ICSs: so many of each.
    pub(super) fn partners_data(&mut self, package: u32, hours: f64) {
        for at in 0..self.partners_of(package).len() {
            let kind = self.partners_of(package)[at].kind;
            let strength = self.room.partners[kind as usize].at(self.now);
            let effort = 1.0 + self.number(Number::EffortWithoutRelationship) * (1.0 - strength);
            if hours > 0.0 {
                self.room.packages[package as usize].pending += 1;
                self.add_task(0, Owner::Partner(package, kind), package, hours * effort);
            }
        }
    }

    /// The luck of agreements with partners beside one with an ICS.
    pub(super) fn partner_marks(&self, package: u32, member: usize) -> impl Iterator<Item = f64> + '_ {
        let own = self.partners_of(package).iter();
        own.map(move |partner| self.luck(Chance::Agreement, package, member, 1 + partner.kind as u64))
    }

    /// Where a partner decides, the ICS's partnership is asked before anything is decided locally.
    pub(super) fn decide_with_partners(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        if self.partners_of(own.package).iter().any(|partner| partner.decides) {
            self.room.tracks[track as usize].step = Step::Partners;
            let forum = self.room.first_partnership + own.member;
            self.put_on_agenda(forum, Item { owner: Owner::Track(track), attempt: 0 });
        } else {
            self.decide_locally(track);
        }
    }

    /// Whether a partnership approves: as the weakest relationship with a partner that decides lets it.
    pub(super) fn partners_agree(&mut self, track: u32, attempt: u64) -> bool {
        let own = self.room.tracks[track as usize];
        let (now, mut weakest) = (self.now, 1.0_f64);
        let deciding = |partner: &&Partner| partner.decides;
        let kinds: Vec<PartnerKind> =
            self.partners_of(own.package).iter().filter(deciding).map(|partner| partner.kind).collect();
        for kind in &kinds {
            weakest = weakest.min(self.room.partners[*kind as usize].at(now));
        }
        let proposal = &self.given.proposals[self.room.packages[own.package as usize].proposal as usize];
        let member = own.member as usize;
        let score = score(self.given.numbers, (self.maturity(member), weakest), proposal, 1.0 - own.fit);
        let chance = chance_of_approval(self.number(Number::Approval), score);
        let yes = self.luck(Chance::Partners, own.package, member, attempt) < chance;
        if !yes {
            let loss = self.number(Number::RelationshipFailed);
            kinds.iter().for_each(|kind| self.room.partners[*kind as usize].failed(now, loss));
        }
        yes
    }
}
