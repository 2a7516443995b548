//! The numbers of the process, by name. Their values and ranges are rows of the region's `governance.csv`.

macro_rules! numbers {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $low:literal..=$high:literal;)*) => {
        /// A number of the process.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Number { $($(#[$doc])* $variant),* }

        impl Number {
            /// All numbers, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name used in every table.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Whether it differs between draws. One that does not has its value in each, and its range in the tornado
            /// alone: a named body's bias is no belief to be drawn.
            #[must_use]
            pub const fn is_drawn(self) -> bool {
                !matches!(self, Self::LeadBias)
            }

            /// What a table may say of it at most.
            #[must_use]
            pub const fn bounds(self) -> (f64, f64) {
                match self { $(Self::$variant => ($low, $high)),* }
            }
        }
    };
}

numbers! {
    /// Hours of the trust's team to scope a package for one ICS.
    ScopeHours = "scope_hours", 0.0..=100_000.0;
    /// Hours of the trust's team for a data agreement with one ICS.
    DataHours = "data_hours", 0.0..=100_000.0;
    /// Hours to tailor a package to one ICS from nothing.
    TailoringHours = "tailoring_hours", 0.0..=100_000.0;
    /// Hours of the trust's team to mobilise a package in one ICS.
    MobiliseHours = "mobilise_hours", 0.0..=100_000.0;
    /// Hours of the holder's team on scope, for an hour of the trust's.
    HolderScopeShare = "holder_scope_share", 0.0..=5.0;
    /// Hours of the ICS's team for a data agreement.
    IcsDataHours = "ics_data_hours", 0.0..=100_000.0;
    /// Hours of the ICS's team to tailor a package from nothing.
    IcsTailoringHours = "ics_tailoring_hours", 0.0..=100_000.0;
    /// Work on a shared package that each further ICS adds, as a share.
    ExtraPerMember = "extra_per_member", 0.0..=2.0;
    /// The trust's part of tailoring a shared package.
    TrustTailoringShare = "trust_tailoring_share", 0.0..=1.0;
    /// Median time to sign a data agreement, days.
    AgreementDays = "agreement_days", 0.0..=3_660.0;
    /// Standard deviation of the logarithm of that time.
    AgreementSpread = "agreement_spread", 0.0..=3.0;
    /// Work added where there is no relationship at all, as a share.
    EffortWithoutRelationship = "effort_without_relationship", 0.0..=10.0;
    /// What an hour of contact closes of the gap to a full relationship.
    RelationshipGain = "relationship_gain_per_hour", 0.0..=1.0;
    /// What a relationship loses in a year without contact, as a rate.
    RelationshipFading = "relationship_fading_per_year", 0.0..=10.0;
    /// What a failed decision takes off a relationship.
    RelationshipFailed = "relationship_failed", 0.0..=1.0;
    /// Probability that a forum approves at the mean of everything.
    Approval = "approval_at_mean", 0.0..=1.0;
    /// Log odds of approval for a full relationship against none.
    ApprovalRelationship = "approval_relationship", 0.0..=20.0;
    /// Log odds of approval for full maturity against none.
    ApprovalMaturity = "approval_maturity", 0.0..=20.0;
    /// Log odds of approval for a step of evidence.
    ApprovalGrade = "approval_grade", 0.0..=20.0;
    /// Log odds of approval lost to a package that fits not at all.
    ApprovalMisfit = "approval_misfit", 0.0..=20.0;
    /// Log odds of approval lost to a cost share wholly unlike the benefit share.
    ApprovalCostGap = "approval_cost_gap", 0.0..=20.0;
    /// Probability that a member calls a package in, at the mean of everything.
    CallIn = "call_in_at_mean", 0.0..=1.0;
    /// Days within which a member may call in.
    CallInDays = "call_in_days", 0.0..=3_660.0;
    /// Days until a call-in is determined.
    DeterminationDays = "determination_days", 0.0..=3_660.0;
    /// Probability that a call-in is upheld.
    Upheld = "call_in_upheld", 0.0..=1.0;
    /// Days from the end of mobilisation work to go-live.
    MobiliseDays = "mobilise_days", 0.0..=3_660.0;
    /// Loss of fit of a package that is not tailored, at one unit of distance.
    FitLoss = "fit_loss", 0.0..=2.0;
    /// Hours a week that a relationship of its own costs the trust.
    StandingOwn = "standing_own_hours_per_week", 0.0..=168.0;
    /// Hours a week that a member costs the lead.
    Coordination = "coordination_hours_per_week", 0.0..=168.0;
    /// What pressure takes of the trust's team where it is whole, as a share.
    CrowdingOut = "team_crowding_out", 0.0..=1.0;
    /// Effort lost where all risk is shared and a member bears none of it, as a share.
    MoralHazard = "moral_hazard", 0.0..=1.0;
    /// Pounds for an hour of engagement work.
    EngagementCost = "engagement_gbp_per_hour", 0.0..=1_000.0;
    /// What a standard deviation of what a member pays weighs against its mean.
    RiskWeight = "risk_weight", 0.0..=10.0;
    /// Part of the trust's work with the holder that falls on the others instead; 0 in every draw.
    LeadBias = "lead_bias", -1.0..=1.0;
    /// Probability that oversight overrides a forum once it may.
    OverrideProbability = "override_probability", 0.0..=1.0;
    /// Days that an override takes.
    OverrideDays = "override_days", 0.0..=3_660.0;
    /// Days between meetings of an ICB's board.
    BoardDays = "board_days", 1.0..=3_660.0;
    /// Packages that one meeting of a board can hear.
    BoardSlots = "board_slots", 1.0..=1_000.0;
    /// Days between meetings of a committee.
    CommitteeDays = "committee_days", 1.0..=3_660.0;
    /// Packages that one meeting of a committee can hear.
    CommitteeSlots = "committee_slots", 1.0..=1_000.0;
    /// Relationship with a partner that has a seat, at the beginning.
    PartnerRelationship = "partner_relationship", 0.0..=1.0;
    /// Days between meetings of an integrated care partnership.
    PartnershipDays = "partnership_days", 1.0..=3_660.0;
    /// Packages that one meeting of a partnership can hear.
    PartnershipSlots = "partnership_slots", 1.0..=1_000.0;
    /// Days between meetings of a place board.
    PlaceDays = "place_days", 1.0..=3_660.0;
    /// Packages that one meeting of a place board can hear.
    PlaceSlots = "place_slots", 1.0..=1_000.0;
    /// Residents of a place.
    PlaceResidents = "place_residents", 1_000.0..=10_000_000.0;
}

/// A value for each [`Number`].
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers(Vec<f64>);

impl Numbers {
    /// Values by number.
    #[must_use]
    pub fn of(value: impl FnMut(Number) -> f64) -> Self {
        Self(Number::ALL.iter().copied().map(value).collect())
    }

    /// The value of a number.
    #[inline]
    #[must_use]
    pub fn get(&self, number: Number) -> f64 {
        self.0[number as usize]
    }

    /// The same with one value changed.
    #[must_use]
    pub fn with(mut self, number: Number, value: f64) -> Self {
        self.set(number, value);
        self
    }

    /// Changes one value.
    pub fn set(&mut self, number: Number, value: f64) {
        self.0[number as usize] = value;
    }
}
