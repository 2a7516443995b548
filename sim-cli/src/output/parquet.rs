//! A table as Parquet with snappy; the units and sentences of its columns are kept.

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io;

/// The bytes of a Parquet file.
pub(super) fn bytes(batch: &RecordBatch) -> io::Result<Vec<u8>> {
    let created_by = format!("ambics {}", env!("CARGO_PKG_VERSION"));
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(created_by).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(batch)?;
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Array, ArrayRef, Int64Array, StringArray};
    use arrow_schema::{DataType, Field, Schema};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::sync::Arc;

    fn batch() -> RecordBatch {
        let metadata = [("unit", "s"), ("doc", "A number.")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let fields = vec![
            Field::new("code", DataType::Utf8, true),
            Field::new("mean_s", DataType::Int64, true).with_metadata(metadata.into()),
        ];
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(vec![Some("a"), None])),
            Arc::new(Int64Array::from(vec![None, Some(2)])),
        ];
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).expect("a sound batch")
    }

    #[test]
    fn what_is_written_is_read_and_always_the_same() {
        let written = bytes(&batch()).expect("it is written");
        assert_eq!(written, bytes(&batch()).expect("it is written again"));
        let file = std::env::temp_dir().join(format!("ambics-round-trip-{}.parquet", std::process::id()));
        std::fs::write(&file, &written).expect("the folder for temporary files takes it");
        let opened = std::fs::File::open(&file).expect("it is there");
        let mut reader =
            ParquetRecordBatchReaderBuilder::try_new(opened).and_then(|b| b.build()).expect("sound");
        let read = reader.next().expect("a batch").expect("sound");
        std::fs::remove_file(&file).expect("it goes away");
        assert_eq!(read.column(0).as_ref(), batch().column(0).as_ref());
        assert_eq!(read.column(1).null_count(), 1);
        assert_eq!(read.schema().field(1).metadata()["unit"], "s");
    }
}
