//! Dense row numbers. Each is a position in one array, valid only beside that array.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// The row as an index.
            #[inline]
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of row `index`.
            ///
            /// # Panics
            /// If there are 2³² rows or more, which no table of this crate can hold.
            #[inline]
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("tables hold fewer than 2^32 rows"))
            }
        }
    )*};
}

ids! {
    /// An ambulance service (ten trusts and the Isle of Wight).
    ServiceId,
    /// An Integrated Care System.
    IcsId,
    /// A patch: one service within one ICS.
    PatchId,
    /// A local authority district.
    DistrictId,
    /// A neighbourhood: our own group of areas, 30 to 50 thousand people.
    NeighbourhoodId,
    /// An area: the smallest place with demand (an MSOA by default).
    AreaId,
    /// A hospital with an emergency department.
    HospitalId,
    /// An ambulance station.
    StationId,
    /// A vehicle of a component's fleet.
    VehicleId,
    /// A place of a component: its own areas first, then the areas around its border.
    PlaceId,
    /// The row that an incident has in the engine while it is open.
    IncidentRow,
}
