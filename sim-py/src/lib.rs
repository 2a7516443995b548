//! Python bindings of ambics: frozen classes, no logic, no loop over incidents, no callback in the event loop.

#![allow(
    clippy::doc_lazy_continuation,
    reason = "docstrings are in NumPy's form, whose examples are no Markdown quotes"
)]

mod allocation;
mod ambsys;
mod backtest;
mod circle;
mod emulator;
mod ensemble;
mod errors;
mod governance;
mod pack;
mod planround;
mod pool;
mod replay;
mod reproduction;
mod required;
mod result;
mod running;
mod scenario;
mod seek;
mod sweep;
mod table;
mod table_html;
mod waits;

use pyo3::prelude::*;

/// The native core of ambics. Private: import `ambics` instead.
#[pymodule]
mod _core {
    #[pymodule_export]
    use crate::allocation::{Shared, allocate, pooling, portfolio, stations};
    #[pymodule_export]
    use crate::ambsys::AmbSys;
    #[pymodule_export]
    use crate::backtest::{Backtest, backtest};
    #[pymodule_export]
    use crate::circle::{Circle, circle};
    #[pymodule_export]
    use crate::emulator::{Emulator, emulate};
    #[pymodule_export]
    use crate::ensemble::{Ensemble, ensemble};
    #[pymodule_export]
    use crate::errors::{AmbicsError, ScenarioError};
    #[pymodule_export]
    use crate::governance::{Governance, governance};
    #[pymodule_export]
    use crate::pack::{import_incidents, import_rota};
    #[pymodule_export]
    use crate::planround::{PlanRound, planround};
    #[pymodule_export]
    use crate::pool::cores;
    #[pymodule_export]
    use crate::replay::replay;
    #[pymodule_export]
    use crate::reproduction::{WarmUp, reproduce, warm_up};
    #[pymodule_export]
    use crate::required::{Required, required};
    #[pymodule_export]
    use crate::result::Result;
    #[pymodule_export]
    use crate::running::{Checkpoint, compare, run_main as main};
    #[pymodule_export]
    use crate::scenario::{
        Scenario, intervention_titles, interventions, schema, service_names, services, shipped, today,
    };
    #[pymodule_export]
    use crate::seek::{Seek, seek};
    #[pymodule_export]
    use crate::sweep::{
        SweepDriver, example, sweep_axes, sweep_count, sweep_files, sweep_gc, sweep_here, sweep_merge,
        sweep_task, sweep_unpack, sweep_verify,
    };
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::waits::{Waits, waits};

    use super::*;

    /// The version of ambics.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
