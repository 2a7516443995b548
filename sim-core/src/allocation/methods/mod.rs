//! Methods of allocation: one file and one line each.

mod exchange;
mod need_weighted;
mod proportional;

use super::problem::{AllocationMethod, AllocationProblem, Mode};
pub use exchange::{Exchange, ranked};
pub use need_weighted::NeedWeighted;
pub use proportional::{ByHours, ByIncidents, ByPopulation};

crate::methods! {
    /// A method as it is asked for by name.
    MethodConfig => AllocationMethod {
        ByPopulation(ByPopulation) = "proportional-population",
        ByIncidents(ByIncidents) = "proportional-incidents",
        ByHours(ByHours) = "proportional-hours",
        NeedWeighted(NeedWeighted) = "need-weighted",
        Exchange(Exchange) = "exchange",
    }
}

impl MethodConfig {
    /// All methods, in the order of their names' list.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Self::NAMES.iter().filter_map(|name| Self::parse(name)).collect()
    }

    /// The method of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let table = toml::Table::from_iter([("method".to_owned(), toml::Value::from(name))]);
        table.try_into().ok()
    }
}
