//! A trust and its ICSs as the region has them: residents, profile, hours, maturity, relationship.

use crate::governance::process::{Member, PROFILE};
use crate::ids::{IcsId, ServiceId};
use crate::region::{PartnershipQuantity, Ranged, Region};
use crate::rng::code64;

/// An ICS as a member of a trust's partnership, with ranges where numbers are judged.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberGround {
    /// ODS code.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Residents within the trust.
    pub residents: f64,
    /// Share aged 75 and over, mean deprivation score, share rural.
    pub features: [f64; PROFILE],
    /// The same in standard deviations between the region's ICSs.
    pub profile: [f64; PROFILE],
    /// Hours of its engagement team, a week.
    pub hours_per_week: Ranged,
    /// Maturity.
    pub maturity: Ranged,
    /// Relationship with the trust.
    pub relationship: Ranged,
}

impl MemberGround {
    /// The member with a value for each range.
    #[must_use]
    pub fn member(&self, mut value: impl FnMut(PartnershipQuantity, Ranged) -> f64) -> Member {
        Member {
            code: self.code.clone(),
            identity: code64(&self.code),
            residents: self.residents,
            hours_per_week: value(PartnershipQuantity::EngagementHours, self.hours_per_week),
            maturity: value(PartnershipQuantity::Maturity, self.maturity),
            relationship: value(PartnershipQuantity::Relationship, self.relationship),
            profile: self.profile,
        }
    }
}

/// A trust and its partners.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The trust's code and name.
    pub service: (String, String),
    /// What the region says of its team's hours.
    pub team_hours: Ranged,
    /// Its ICSs in order of their codes.
    pub members: Vec<MemberGround>,
    /// Which of them holds the 999 contract, and how that is known.
    pub lead: Option<usize>,
    /// `published`, `inferred_sole_icb` or `not_found`.
    pub lead_basis: String,
    /// Every ICS of the region, as a whole: from whom trusts of other sizes are put together.
    pub all: Vec<MemberGround>,
}

impl Ground {
    /// What a region says of a trust; `None` if it says nothing of its partnerships.
    pub(super) fn of(region: &Region, service: ServiceId) -> Option<Self> {
        let own = &region.services()[service.index()];
        let team_hours = quantity(region, (Some(service), None), PartnershipQuantity::TeamHours)?;
        let spread = Spread::of(region);
        let patches = region.patches().iter().enumerate().filter(|(_, patch)| patch.service == service);
        let members = patches.map(|(at, patch)| {
            let features = features(region, |area| area.patch.index() == at);
            member(region, (Some(service), patch.ics), patch.residents, (features, &spread))
        });
        let members: Vec<MemberGround> = members.collect::<Option<_>>()?;
        let lead = own.lead_ics.map(|ics| &region.icses()[ics.index()].code);
        let all = (0..region.icses().len()).map(IcsId::new).map(|ics| {
            let residents = region.patches().iter().filter(|p| p.ics == ics).map(|p| p.residents).sum();
            member(region, (None, ics), residents, (spread.features[ics.index()], &spread))
        });
        Some(Self {
            service: (own.code.clone(), own.name.clone()),
            team_hours,
            lead: lead.and_then(|lead| members.iter().position(|member| member.code == *lead)),
            lead_basis: own.lead_basis.clone(),
            members,
            all: all.collect::<Option<_>>()?,
        })
    }
}

fn quantity(
    region: &Region,
    (service, ics): (Option<ServiceId>, Option<IcsId>),
    of: PartnershipQuantity,
) -> Option<Ranged> {
    let own = |row: &&crate::region::Partnership| (row.service, row.ics, row.quantity) == (service, ics, of);
    region.partnerships().iter().find(own).map(|row| row.range)
}

fn member(
    region: &Region,
    (service, ics): (Option<ServiceId>, IcsId),
    residents: f64,
    (features, spread): ([f64; PROFILE], &Spread),
) -> Option<MemberGround> {
    let own = &region.icses()[ics.index()];
    let of_ics = |of| quantity(region, (None, Some(ics)), of);
    let relationship = match service {
        Some(_) => quantity(region, (service, Some(ics)), PartnershipQuantity::Relationship)?,
        None => Ranged { value: 0.5, low: 0.1, high: 0.9 },
    };
    Some(MemberGround {
        code: own.code.clone(),
        name: own.short_name.clone(),
        residents,
        features,
        profile: std::array::from_fn(|k| (features[k] - spread.mean[k]) / spread.sd[k].max(1e-12)),
        hours_per_week: of_ics(PartnershipQuantity::EngagementHours)?,
        maturity: of_ics(PartnershipQuantity::Maturity)?,
        relationship,
    })
}

/// Features of each ICS, and how they differ.
struct Spread {
    features: Vec<[f64; PROFILE]>,
    mean: [f64; PROFILE],
    sd: [f64; PROFILE],
}

impl Spread {
    fn of(region: &Region) -> Self {
        let ics_of = |area: &crate::region::Area| region.patches()[area.patch.index()].ics;
        let one = |ics: usize| features(region, |area| ics_of(area).index() == ics);
        let features: Vec<[f64; PROFILE]> = (0..region.icses().len()).map(one).collect();
        let n = features.len() as f64;
        let mean: [f64; PROFILE] = std::array::from_fn(|k| features.iter().map(|f| f[k]).sum::<f64>() / n);
        let square = |k: usize| features.iter().map(|f| (f[k] - mean[k]) * (f[k] - mean[k])).sum::<f64>();
        let sd = std::array::from_fn(|k| (square(k) / (n - 1.0).max(1.0)).sqrt());
        Self { features, mean, sd }
    }
}

/// Share aged 75 and over, mean deprivation score and share rural, over residents; where ages are not given, those of 65.
fn features(region: &Region, inside: impl Fn(&crate::region::Area) -> bool) -> [f64; PROFILE] {
    let mut sums = [0.0; PROFILE];
    let mut all = 0.0;
    for area in region.areas().iter().filter(|area| inside(area)) {
        all += area.residents;
        let old = area.share_75_plus.unwrap_or(area.share_65_plus);
        for (sum, feature) in sums.iter_mut().zip([old, area.imd_score, f64::from(u8::from(area.rural))]) {
            *sum += area.residents * feature;
        }
    }
    sums.map(|sum| sum / all.max(1.0))
}
