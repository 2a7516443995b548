//! The codes of a table, for the tables that refer to it.

use super::csv_table::Loaded;
use super::faults::Fault;
use super::row::Row;
use super::{Ics, Patch, Service};
use crate::ids::{IcsId, PatchId, ServiceId};
use std::collections::BTreeMap;

/// Stands in for a row that a faulty reference did not lead to.
pub(super) const NOWHERE: usize = u32::MAX as usize;

/// The codes of one table in order of its rows.
pub(super) struct Keys<'a> {
    file: &'static str,
    codes: Vec<&'a str>,
    readable: bool,
}

impl<'a> Keys<'a> {
    /// The codes of a table whose rows are in order of them.
    pub fn of<T>(file: &'static str, table: &'a Loaded<T>, code: impl Fn(&T) -> &str) -> Self {
        let codes: Vec<&str> = table.rows.iter().map(|lined| code(&lined.row)).collect();
        let readable = table.readable && codes.iter().any(|code| !code.is_empty());
        Self { file, codes, readable }
    }

    /// The row of a code.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.codes.binary_search(&code).ok()
    }

    pub fn codes(&self) -> impl Iterator<Item = &'a str> {
        self.codes.iter().copied()
    }

    /// Whether the table could be read: if not, a missing code is no fault of who refers to it.
    pub const fn readable(&self) -> bool {
        self.readable
    }

    pub fn rule(&self) -> String {
        format!("a code of {}", self.file)
    }
}

/// The services and ICSs, and the patches that they form.
pub(super) struct Systems<'a> {
    services: Keys<'a>,
    icses: Keys<'a>,
    patches: BTreeMap<(ServiceId, IcsId), PatchId>,
    /// Whether every patch is known: if not, a pair without one is no fault of who names it.
    complete: bool,
}

impl<'a> Systems<'a> {
    pub fn of(services: &'a Loaded<Service>, icses: &'a Loaded<Ics>, patches: &Loaded<Patch>) -> Self {
        let pair = |patch: &Patch| (patch.service, patch.ics);
        let rows = patches.rows.iter().enumerate();
        let pairs: BTreeMap<_, _> = rows.map(|(at, lined)| (pair(&lined.row), PatchId::new(at))).collect();
        let known =
            |(service, ics): &(ServiceId, IcsId)| service.index() != NOWHERE && ics.index() != NOWHERE;
        let complete = patches.complete && pairs.keys().all(known);
        Self { services: service_keys(services), icses: ics_keys(icses), patches: pairs, complete }
    }

    /// The service of a row.
    pub fn service(&self, row: &mut Row<'_>) -> ServiceId {
        ServiceId::new(row.refer("service_code", &self.services).unwrap_or(NOWHERE))
    }

    /// The ICS of a row.
    pub fn ics(&self, row: &mut Row<'_>) -> IcsId {
        IcsId::new(row.refer("ics_code", &self.icses).unwrap_or(NOWHERE))
    }

    /// The service of a row, and the patch that it forms with the row's ICS.
    pub fn service_and_patch(&self, row: &mut Row<'_>) -> (ServiceId, PatchId) {
        let (service, ics) = (self.service(row), self.ics(row));
        let patch = self.patches.get(&(service, ics));
        if patch.is_none() && self.complete && service.index() != NOWHERE && ics.index() != NOWHERE {
            row.fault("ics_code", || self.no_patch(service, ics));
        }
        (service, patch.copied().unwrap_or(PatchId::new(NOWHERE)))
    }

    /// The patch that the row's service and ICS form.
    pub fn patch(&self, row: &mut Row<'_>) -> PatchId {
        self.service_and_patch(row).1
    }

    fn no_patch(&self, service: ServiceId, ics: IcsId) -> Fault {
        let ics_code = |ics: IcsId| self.icses.codes[ics.index()];
        let own = self.patches.keys().filter(|pair| pair.0 == service).take(16);
        let own: Vec<&str> = own.map(|pair| ics_code(pair.1)).collect();
        let code = self.services.codes[service.index()];
        let found = format!("`{}` with service `{code}`", ics_code(ics));
        Fault::new(
            found,
            "service and ICS are a row of patches.csv",
            format!("{code} has {}", own.join(", ")),
        )
    }
}

pub(super) fn service_keys(services: &Loaded<Service>) -> Keys<'_> {
    Keys::of("services.csv", services, |service| &service.code)
}

pub(super) fn ics_keys(icses: &Loaded<Ics>) -> Keys<'_> {
    Keys::of("icses.csv", icses, |ics| &ics.code)
}
