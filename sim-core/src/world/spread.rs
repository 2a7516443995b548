use serde::{Deserialize, Serialize};

/// How the hours of a desk are spread over the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// As many at every hour.
    Flat,
    /// As incidents come by hour of the week.
    Demand,
}

impl Spread {
    /// People at a desk by hour of the week: whole people whose hours add up to the hours given, so many at least.
    #[must_use]
    pub fn staff(self, hours_per_week: f64, demand: &[f64; 168], least: u32) -> [u32; 168] {
        let all: f64 = demand.iter().sum();
        let mut sum = 0.0;
        let mut placed = 0.0;
        std::array::from_fn(|hour| {
            let share = match self {
                Self::Demand if all > 0.0 => demand[hour] / all,
                _ => 1.0 / 168.0,
            };
            sum += share * hours_per_week.max(0.0);
            let people = libm::round(sum) - placed;
            placed += people;
            (people as u32).max(least)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_people_add_up_to_the_hours() {
        let mut demand = [1.0; 168];
        demand[20] = 5.0;
        for spread in [Spread::Flat, Spread::Demand] {
            assert_eq!(spread.staff(1_000.0, &demand, 0).iter().sum::<u32>(), 1_000);
        }
        assert_eq!(Spread::Flat.staff(840.0, &demand, 1), [5; 168]);
        assert!(Spread::Demand.staff(840.0, &demand, 1)[20] > 20);
    }

    #[test]
    fn a_desk_has_at_least_so_many() {
        assert_eq!(Spread::Flat.staff(0.0, &[1.0; 168], 1), [1; 168]);
        assert_eq!(Spread::Flat.staff(84.0, &[1.0; 168], 0).iter().sum::<u32>(), 84);
    }
}
