//! A table of results, handed over by the Arrow PyCapsule interface without a copy.

use crate::table_html;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use std::collections::BTreeMap;

/// A table of results: columns with units in their names.
///
/// pandas (`pandas.DataFrame.from_arrow`), polars (`polars.DataFrame(table)`), pyarrow (`pyarrow.table(table)`) and
/// DuckDB (by way of pyarrow) read it through `__arrow_c_stream__`.
///
/// Examples
/// --------
/// >>> import ambics, polars
/// >>> result = ambics.Scenario.shipped("tiny/tiny").run(2, progress=False)
/// >>> result.flow.columns[:4]
/// ['arm', 'replication', 'vehicle_patch', 'incident_patch']
/// >>> polars.DataFrame(result.flow).height == len(result.flow)
/// True
#[pyclass(frozen, module = "ambics")]
pub struct Table {
    name: String,
    batch: RecordBatch,
}

impl Table {
    pub fn new(name: &str, batch: RecordBatch) -> Self {
        Self { name: name.to_owned(), batch }
    }
}

#[pymethods]
impl Table {
    /// The table's name.
    ///
    /// Examples
    /// --------
    /// >>> ambics.Scenario.shipped("tiny/tiny").run(1, progress=False).flow.name
    /// 'flow'
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Names of the columns, in order; a column's name ends in its unit.
    ///
    /// Examples
    /// --------
    /// >>> ambics.Scenario.shipped("tiny/tiny").run(1, progress=False).summary.columns[7:10]
    /// ['mean_s', 'low_s', 'high_s']
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        format!(
            "<ambics.Table {}: {} rows of {}>",
            self.name,
            self.batch.num_rows(),
            self.columns().join(", ")
        )
    }

    fn _repr_html_(&self) -> String {
        table_html::html(&self.name, &self.batch)
    }

    /// The table as an Arrow stream capsule. A requested schema is not honoured, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// Say what each column is.
    ///
    /// Returns
    /// -------
    /// dict
    ///     Column name to a mapping of `doc` and, where it has one, `unit`.
    ///
    /// Examples
    /// --------
    /// >>> ambics.Scenario.shipped("tiny/tiny").run(1, progress=False).standard.describe()["standard_s"]
    /// {'doc': 'The bound.', 'unit': 's'}
    fn describe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for field in self.batch.schema().fields() {
            // In an order of its own: the metadata's is another in every process.
            let told = PyDict::new(py);
            for (key, value) in field.metadata().iter().collect::<BTreeMap<_, _>>() {
                told.set_item(key, value)?;
            }
            columns.set_item(field.name(), told)?;
        }
        Ok(columns)
    }
}
