//! A table of results, handed over by the Arrow PyCapsule interface without a copy.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

/// A table of results: columns with units in their names.
///
/// pandas (`pandas.DataFrame.from_arrow`), polars (`polars.DataFrame(table)`), pyarrow (`pyarrow.table(table)`) and
/// DuckDB (by way of pyarrow) read it through `__arrow_c_stream__`.
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
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Names of the columns, in order.
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

    /// Column name to documentation and unit.
    fn describe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for field in self.batch.schema().fields() {
            columns.set_item(field.name(), field.metadata().clone())?;
        }
        Ok(columns)
    }
}
