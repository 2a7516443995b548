//! The codes of a table, for the tables that refer to it.

use super::csv_table::Loaded;
use super::faults::Fault;
use super::row::Row;
use super::{Ics, Patch, Service};
use crate::ids::{IcsId, PatchId, ServiceId};

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
    pub services: Keys<'a>,
    pub icses: Keys<'a>,
    patches: &'a Loaded<Patch>,
    /// Whether every patch is known: if not, a pair without one is no fault of who names it.
    complete: bool,
}

impl<'a> Systems<'a> {
    pub fn of(services: &'a Loaded<Service>, icses: &'a Loaded<Ics>, patches: &'a Loaded<Patch>) -> Self {
        let known = |patch: &Patch| patch.service.index() != NOWHERE && patch.ics.index() != NOWHERE;
        let complete = patches.complete && patches.rows.iter().all(|lined| known(&lined.row));
        Self { services: service_keys(services), icses: ics_keys(icses), patches, complete }
    }

    /// The service of a row.
    pub fn service(&self, row: &mut Row<'_>) -> ServiceId {
        ServiceId::new(row.refer("service_code", &self.services).unwrap_or(NOWHERE))
    }

    /// The ICS of a row.
    pub fn ics(&self, row: &mut Row<'_>) -> IcsId {
        IcsId::new(row.refer("ics_code", &self.icses).unwrap_or(NOWHERE))
    }

    /// The patch that the row's service and ICS form.
    pub fn patch(&self, row: &mut Row<'_>) -> PatchId {
        let (service, ics) = (self.service(row), self.ics(row));
        let forms = |patch: &Patch| (patch.service, patch.ics) == (service, ics);
        let at = self.patches.rows.iter().position(|lined| forms(&lined.row)).unwrap_or(NOWHERE);
        let known = self.complete && service.index() != NOWHERE && ics.index() != NOWHERE;
        if at == NOWHERE && known {
            row.fault("ics_code", || self.no_patch(service, ics));
        }
        PatchId::new(at)
    }

    fn no_patch(&self, service: ServiceId, ics: IcsId) -> Fault {
        let code = |keys: &Keys<'a>, at: usize| keys.codes.get(at).copied().unwrap_or_default();
        let own = |lined: &&super::csv_table::Lined<Patch>| lined.row.service == service;
        let of_service: Vec<&str> =
            self.patches.rows.iter().filter(own).map(|p| code(&self.icses, p.row.ics.index())).collect();
        let service = code(&self.services, service.index());
        let found = format!("`{}` with service `{service}`", code(&self.icses, ics.index()));
        Fault::new(
            found,
            "service and ICS are a row of patches.csv",
            format!("{service} has {}", of_service.join(", ")),
        )
    }
}

pub(super) fn service_keys(services: &Loaded<Service>) -> Keys<'_> {
    Keys::of("services.csv", services, |service| &service.code)
}

pub(super) fn ics_keys(icses: &Loaded<Ics>) -> Keys<'_> {
    Keys::of("icses.csv", icses, |ics| &ics.code)
}
