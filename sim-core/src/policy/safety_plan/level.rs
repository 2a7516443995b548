use super::condition::{Condition, category};
use crate::category::{Categories, Category};
use crate::units::{Quantity as Unit, SimDuration};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What a service does differently at a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// Categories to which no vehicle is sent: they are passed on. Never C1.
    pub no_send: Categories,
    /// Multiplier of what is, or can be, treated by telephone.
    pub hear_and_treat: f64,
    /// Further categories that clinicians validate; felt where there is a clinical desk.
    pub validate: Categories,
    /// Vehicles of the service that are kept for C1, at least.
    pub reserve: u32,
}

/// A level of a clinical safety plan: `"level 2 when queue.C2 > 40 until queue.C2 < 20 for 60 min: no_send C4"`.
///
/// Without `until` it is left when its entry does not hold any more; without `for` it has no least duration. Conditions
/// are joined by `and`, effects by a comma: `no_send C4 Other`, `hear_and_treat x1.3`, `validate C2`, `reserve 3`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLevel {
    /// Its number, 1 to 99.
    pub number: u8,
    /// All of these hold at entry.
    pub entry: Vec<Condition>,
    /// All of these hold at exit; `None`: the entry does not hold.
    pub exit: Option<Vec<Condition>>,
    /// Least duration.
    pub dwell: SimDuration,
    /// What it does.
    pub effects: Effects,
    text: String,
}

const FORM: &str = "a level reads \"level 2 when queue.C2 > 40 until queue.C2 < 20 for 60 min: no_send C4\"";
const EFFECTS: &str = "an effect is one of no_send with categories C2 to Other, hear_and_treat x1.3, validate with \
                       categories C2 to Other, reserve 3";

impl PlanLevel {
    /// Reads a level.
    ///
    /// # Errors
    /// A sentence that says what was found and what is allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (head, effects) = text.split_once(':').ok_or_else(|| format!("found no colon; {FORM}"))?;
        let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, rest) = head.split_once(" when ").ok_or_else(|| format!("found no `when`; {FORM}"))?;
        let number = name.strip_prefix("level ").and_then(|number| number.parse().ok());
        let number = number.filter(|number| (1..=99).contains(number));
        let number = number.ok_or_else(|| format!("found \"{name}\"; a level has a number from 1 to 99"))?;
        let (rest, dwell) = match rest.split_once(" for ") {
            Some((rest, dwell)) => (rest, Self::dwell(dwell)?),
            None => (rest, SimDuration::ZERO),
        };
        let (entry, exit) = match rest.split_once(" until ") {
            Some((entry, exit)) => (entry, Some(Condition::parse_all(exit)?)),
            None => (rest, None),
        };
        let entry = Condition::parse_all(entry)?;
        Ok(Self { number, entry, exit, dwell, effects: Effects::parse(effects)?, text: text.to_owned() })
    }

    fn dwell(text: &str) -> Result<SimDuration, String> {
        let seconds = Unit::Duration.parse(text).filter(|seconds| (0.0..=3.2e8).contains(seconds));
        let seconds = seconds.ok_or_else(|| format!("found \"{text}\"; a dwell reads \"for 60 min\""))?;
        Ok(SimDuration::from_seconds(seconds))
    }
}

impl Effects {
    /// Nothing is done differently.
    pub const NONE: Self =
        Self { no_send: Categories::NONE, hear_and_treat: 1.0, validate: Categories::NONE, reserve: 0 };

    fn parse(text: &str) -> Result<Self, String> {
        let mut effects = Self::NONE;
        for effect in text.split(',') {
            let mut words = effect.split_whitespace();
            let name = words.next().unwrap_or_default();
            let rest: Vec<&str> = words.collect();
            let wrong = || format!("found \"{}\"; {EFFECTS}", effect.trim());
            match (name, rest.as_slice()) {
                ("no_send", names) => effects.no_send = categories(names).ok_or_else(wrong)?,
                ("validate", names) => effects.validate = categories(names).ok_or_else(wrong)?,
                ("hear_and_treat", [ratio]) => {
                    let ratio = ratio.strip_prefix('x').and_then(|ratio| ratio.parse().ok());
                    let ratio = ratio.filter(|ratio: &f64| (0.0..=100.0).contains(ratio));
                    effects.hear_and_treat = ratio.ok_or_else(wrong)?;
                }
                ("reserve", [vehicles]) => effects.reserve = vehicles.parse().map_err(|_| wrong())?,
                _ => return Err(wrong()),
            }
        }
        Ok(effects)
    }
}

/// Categories by name, one at least; C1 is never among them.
fn categories(names: &[&str]) -> Option<Categories> {
    let listed: Option<Vec<Category>> = names.iter().map(|name| category(name)).collect();
    let listed = listed.filter(|listed| !listed.is_empty() && !listed.contains(&Category::C1))?;
    Some(Categories::of(&listed))
}

impl<'de> Deserialize<'de> for PlanLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for PlanLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::safety_plan::Quantity;

    #[test]
    fn a_level_is_read() {
        let text = "level 2 when queue.C2 > 40 and available < 3 until queue.C2 < 20 for 60 min: no_send C4 \
                    Other, hear_and_treat x1.3, validate C2, reserve 3";
        let level = PlanLevel::parse(text).expect("a sound level");
        assert_eq!((level.number, level.entry.len(), level.dwell), (2, 2, SimDuration::from_minutes(60.0)));
        assert_eq!(level.entry[0].quantity, Quantity::Queue(Some(Category::C2)));
        assert!(level.entry[0].holds(41.0) && !level.entry[0].holds(40.0) && level.entry[1].holds(2.0));
        assert_eq!(level.exit.as_ref().map(|exit| exit[0].bound), Some(20.0));
        assert_eq!(level.effects.no_send, Categories::of(&[Category::C4, Category::Other]));
        assert_eq!((level.effects.hear_and_treat, level.effects.reserve), (1.3, 3));
    }

    #[test]
    fn a_wait_has_a_unit_and_the_rest_may_be_left_out() {
        let level = PlanLevel::parse("level 1 when longest_wait.C2 > 2 h: reserve 1").expect("a sound level");
        assert_eq!((level.entry[0].bound, level.exit, level.dwell), (7200.0, None, SimDuration::ZERO));
    }

    #[test]
    fn each_fault_says_what_is_allowed() {
        let faults = [
            ("level 1 when queue.C2 > 4", "a level reads"),
            ("level 1 if queue.C2 > 4: reserve 1", "a level reads"),
            ("level x when queue.C2 > 4: reserve 1", "a number from 1 to 99"),
            ("level 1 when stack.C2 > 4: reserve 1", "queue.all, available"),
            ("level 1 when queue.C2 = 4: reserve 1", "by > or <"),
            ("level 1 when longest_wait.C2 > 4: reserve 1", "states its unit"),
            ("level 1 when queue.C2 > many: reserve 1", "a bound is a number"),
            ("level 1 when queue.C2 > 4 for long: reserve 1", "for 60 min"),
            ("level 1 when queue.C2 > 4: no_send C1", "C2 to Other"),
            ("level 1 when queue.C2 > 4: no_send", "C2 to Other"),
            ("level 1 when queue.C2 > 4: hear_and_treat 1.3", "hear_and_treat x1.3"),
            ("level 1 when queue.C2 > 4: panic", "an effect is one of"),
        ];
        for (text, allowed) in faults {
            let fault = PlanLevel::parse(text).expect_err(text);
            assert!(fault.starts_with("found ") && fault.contains(allowed), "{text}: {fault}");
        }
    }
}
