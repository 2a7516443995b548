use crate::region::Region;
use crate::world::Settings;

/// How planned shifts are lost to sickness and training, and vehicles to breakdowns: a process in time, no flat factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Abstraction {
    /// Share of shifts lost in each month of the year, January first.
    pub lost_share: [f64; 12],
    /// Lag-one correlation, over days, of a vehicle's normal score, by month.
    pub persistence: [f64; 12],
    /// Breakdowns for each hour of a vehicle on shift.
    pub breakdowns_per_hour: f64,
    /// Mean time off the road, hours.
    pub off_road_mean_h: f64,
    /// Coefficient of variation of that time; its shape is log-normal.
    pub off_road_cv: f64,
}

impl Abstraction {
    /// What the region's `abstraction.csv` states of shifts, and the assumptions in force of breakdowns.
    #[must_use]
    pub fn of(region: &Region, assumed: &Settings) -> Self {
        let mut own = Self {
            lost_share: [0.0; 12],
            persistence: [0.0; 12],
            breakdowns_per_hour: assumed.get("breakdowns_per_hour"),
            off_road_mean_h: assumed.get("off_road_mean_h"),
            off_road_cv: assumed.get("off_road_cv"),
        };
        for row in region.abstraction() {
            let month = usize::from(row.month_of_year.clamp(1, 12)) - 1;
            own.lost_share[month] = row.lost_share;
            own.persistence[month] = row.persistence;
        }
        own
    }

    /// Share of planned hours that are produced in some months (1 to 12), each counted as often as it stands there.
    #[must_use]
    pub fn produced_share(&self, months: &[i8]) -> f64 {
        let lost = |month: &i8| self.lost_share[month.clamp(&1, &12).unsigned_abs() as usize - 1];
        let mean = months.iter().map(lost).sum::<f64>() / months.len().max(1) as f64;
        (1.0 - mean) / (1.0 + self.breakdowns_per_hour * self.off_road_mean_h)
    }
}
