//! From ranges to one belief: each draw takes a value for every number, at an address of its own.

use super::ArrangementStudy;
use super::ground::MemberGround;
use super::parts::{Part, Parts};
use super::theme::Theme;
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
    /// Everything is drawn, what a theme is about at another address.
    Mixed {
        /// What is taken from there.
        theme: Theme,
        /// Where.
        other: &'a Address,
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

/// The value of a range, which is about a theme.
fn value(
    range: Ranged,
    (name, entity): (&str, u64),
    theme: Theme,
    (address, fixed): (&Address, Fixed<'_>),
) -> f64 {
    let drawn = |address: &Address| {
        let mark = address.mark(Purpose::Belief, join(code64(name), entity));
        triangular_quantile(mark, [range.low, range.value, range.high])
    };
    match fixed {
        Fixed::Nothing => drawn(address),
        Fixed::Mixed { theme: mixed, other } => drawn(if theme == mixed { other } else { address }),
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
        let numbers = Numbers::of(|number: Number| {
            let range = ranges[number as usize];
            match luck.1 {
                Fixed::Nothing | Fixed::Mixed { .. } if !number.is_drawn() => range.value,
                _ => value(range, (number.name(), 0), Theme::of_number(number), luck),
            }
        });
        let own = |member: &MemberGround| {
            let entity = code64(&member.code);
            member.member(|quantity, range| {
                value(range, (quantity.name(), entity), Theme::of_quantity(quantity), luck)
            })
        };
        let part = |part: Part, range| value(range, (part.name(), 0), Theme::of_part(part), luck);
        let design = |parts: &Parts| parts.design(members, lead, part);
        Believed {
            numbers,
            members: members.iter().map(own).collect(),
            designs: self.arrangements.iter().map(design).collect(),
        }
    }
}
