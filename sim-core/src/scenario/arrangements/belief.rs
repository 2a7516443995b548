//! From ranges to one belief: each draw takes a value for every number, at an address of its own.

use super::ArrangementStudy;
use super::ground::MemberGround;
use super::parts::Parts;
use crate::dist::triangular_quantile;
use crate::governance::process::{Design, Member, Number, Numbers};
use crate::region::Ranged;
use crate::rng::{Address, Purpose, code64, join};

/// What stays at a stated value although the rest is drawn: for questions of one number at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fixed<'a> {
    /// Everything is drawn.
    Nothing,
    /// Everything at its value, but for the number or quantity of this name, at its lowest or highest.
    AllBut {
        /// Its name; empty for none.
        name: &'a str,
        /// Whether at its highest.
        is_high: bool,
    },
}

/// One belief about everything that is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Believed {
    /// The numbers of the process.
    pub numbers: Numbers,
    /// The members.
    pub members: Vec<Member>,
    /// The arrangements, in the study's order.
    pub designs: Vec<Design>,
}

/// The value of a range.
pub(super) fn value(range: Ranged, name: &str, entity: u64, (address, fixed): (&Address, Fixed<'_>)) -> f64 {
    match fixed {
        Fixed::Nothing => {
            let mark = address.mark(Purpose::Belief, join(code64(name), entity));
            triangular_quantile(mark, [range.low, range.value, range.high])
        }
        Fixed::AllBut { name: other, is_high } if other == name => {
            if is_high {
                range.high
            } else {
                range.low
            }
        }
        Fixed::AllBut { .. } => range.value,
    }
}

impl ArrangementStudy {
    /// What is believed in one draw. A number has the same value in every arrangement that reads it, and nothing that is
    /// added to a study moves another number.
    #[must_use]
    pub fn believed(&self, address: &Address, fixed: Fixed<'_>) -> Believed {
        self.believed_of(&self.ground.members, self.ground.lead, (address, fixed))
    }

    /// The same for other members.
    #[must_use]
    pub fn believed_of(
        &self,
        members: &[MemberGround],
        lead: Option<usize>,
        luck: (&Address, Fixed<'_>),
    ) -> Believed {
        let ranges: Vec<Ranged> = self.numbers.iter().map(|(_, range)| *range).collect();
        let numbers = Numbers::of(|number: Number| value(ranges[number as usize], number.name(), 0, luck));
        let own = |member: &MemberGround| {
            member.member(|quantity, range| value(range, quantity.name(), code64(&member.code), luck))
        };
        let design =
            |parts: &Parts| parts.design(members, lead, |part, range| value(range, part.name(), 0, luck));
        Believed {
            numbers,
            members: members.iter().map(own).collect(),
            designs: self.arrangements.iter().map(design).collect(),
        }
    }
}
