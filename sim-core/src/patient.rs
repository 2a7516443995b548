//! Who an incident's patient is, as far as a programme of prevention asks.

use crate::condition::Condition;
use serde::{Deserialize, Serialize};

/// Declares words that stand in tables and scenario files: an enum, its names and the value at a mark.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$row:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $name { $($(#[$row])* $variant),+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in every table.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The row in [`Self::ALL`].
            #[inline]
            #[must_use]
            pub const fn row(self) -> usize {
                self as usize
            }
        }
    };
}

words! {
    /// Age of a patient, years.
    AgeBand {
        /// Below 18.
        Under18 = "under_18",
        /// 18 to 59.
        From18 = "18_59",
        /// 60 to 64.
        From60 = "60_64",
        /// 65 to 79.
        From65 = "65_79",
        /// 80 and older.
        From80 = "80_plus",
    }
}

words! {
    /// Where the request came from.
    Origin {
        /// A 999 call.
        Call999 = "999",
        /// The telephone service for what is urgent and no emergency.
        Nhs111 = "111",
        /// A health-care professional.
        Professional = "professional",
    }
}

words! {
    /// Where the patient is.
    Setting {
        /// A private home.
        Home = "home",
        /// A care home.
        CareHome = "care_home",
        /// A public place.
        Public = "public",
    }
}

/// The patient of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patient {
    /// What is the matter, as suspected on the call.
    pub condition: Condition,
    /// Age.
    pub age: AgeBand,
    /// Where the request came from.
    pub origin: Origin,
    /// Where the patient is.
    pub setting: Setting,
    /// The frequent caller of the area who called, by number in the area's list; `None`: somebody who calls seldom.
    pub caller: Option<u16>,
}
