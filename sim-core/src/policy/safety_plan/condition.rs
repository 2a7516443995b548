use crate::category::Category;
use crate::units::Quantity as Unit;

/// What a trigger looks at, of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Incidents that wait for their first vehicle, of a category or of all.
    Queue(Option<Category>),
    /// Vehicles that can be sent and can convey.
    Available,
    /// Share of the conveying vehicles on duty that are on jobs.
    Utilisation,
    /// Longest wait for a first vehicle since the end of triage, seconds, of a category or of all.
    LongestWait(Option<Category>),
}

/// The quantities as a scenario writes them.
const QUANTITIES: &str = "queue.C1 to queue.Other, queue.all, available, utilisation, longest_wait.C1 to \
                          longest_wait.Other, longest_wait.all";

impl Quantity {
    fn parse(word: &str) -> Result<Self, String> {
        let of = |name: &str| match name {
            "all" => Some(None),
            name => category(name).map(Some),
        };
        let found = match word.split_once('.') {
            Some(("queue", name)) => of(name).map(Self::Queue),
            Some(("longest_wait", name)) => of(name).map(Self::LongestWait),
            _ if word == "available" => Some(Self::Available),
            _ if word == "utilisation" => Some(Self::Utilisation),
            _ => None,
        };
        found.ok_or_else(|| format!("found \"{word}\"; a quantity is one of {QUANTITIES}"))
    }
}

/// A category by its name.
pub(super) fn category(name: &str) -> Option<Category> {
    Category::ALL.into_iter().find(|category| category.name() == name)
}

/// A quantity above or below a bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// What is looked at.
    pub quantity: Quantity,
    /// Whether it must lie above the bound; else below.
    pub above: bool,
    /// The bound; a wait in seconds.
    pub bound: f64,
}

impl Condition {
    /// Whether it holds for a value of its quantity.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        if self.above { value > self.bound } else { value < self.bound }
    }

    /// Conditions joined by `and`, as `queue.C2 > 40 and available < 3`.
    pub(super) fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        text.split(" and ").map(|part| Self::parse(part.trim())).collect()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut words = text.splitn(3, ' ');
        let (Some(quantity), Some(sign), Some(bound)) = (words.next(), words.next(), words.next()) else {
            return Err(format!("found \"{text}\"; a condition reads \"queue.C2 > 40\""));
        };
        let quantity = Quantity::parse(quantity)?;
        let above = match sign {
            ">" => true,
            "<" => false,
            other => return Err(format!("found \"{other}\"; a condition compares by > or <")),
        };
        let wait = matches!(quantity, Quantity::LongestWait(_));
        let value = if wait { Unit::Duration.parse(bound) } else { bound.trim().parse().ok() };
        let rule =
            if wait { "a wait states its unit, for example \"30 min\"" } else { "a bound is a number" };
        match value.filter(|bound: &f64| bound.is_finite()) {
            Some(bound) => Ok(Self { quantity, above, bound }),
            None => Err(format!("found \"{bound}\"; {rule}")),
        }
    }
}
