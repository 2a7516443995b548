//! Methods of allocation: one file and one line each.

mod coverage;
mod exchange;
mod greedy_erlang;
mod integer_programme;
mod need_weighted;
mod proportional;
mod sample_average;
mod simulated;
mod square_root;

use super::problem::{AllocationMethod, AllocationProblem, Mode};
pub use coverage::{Dmexclp, Mexclp};
pub use exchange::{Exchange, ranked};
pub use greedy_erlang::GreedyErlang;
pub use integer_programme::IntegerProgramme;
pub use need_weighted::NeedWeighted;
pub use proportional::{ByHours, ByIncidents, ByPopulation};
pub use sample_average::SampleAverage;
pub use simulated::{KimNelson, LocalSearch, Ocba};
pub use square_root::SquareRoot;

crate::methods! {
    /// A method as it is asked for by name.
    MethodConfig => AllocationMethod {
        ByPopulation(ByPopulation) = "proportional-population",
        ByIncidents(ByIncidents) = "proportional-incidents",
        ByHours(ByHours) = "proportional-hours",
        NeedWeighted(NeedWeighted) = "need-weighted",
        SquareRoot(SquareRoot) = "square-root",
        GreedyErlang(GreedyErlang) = "greedy-erlang",
        Mexclp(Mexclp) = "mexclp",
        Dmexclp(Dmexclp) = "dmexclp",
        IntegerProgramme(IntegerProgramme) = "integer-programme",
        Exchange(Exchange) = "exchange",
        SampleAverage(SampleAverage) = "sample-average",
        LocalSearch(LocalSearch) = "local-search",
        Ocba(Ocba) = "ocba",
        KimNelson(KimNelson) = "kim-nelson",
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
