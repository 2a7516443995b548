use super::{Required, Requirement, Size, Whose};
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

/// The name of the table.
pub const REQUIRED_TABLE: &str = "required";

impl Required {
    /// What would have to be true: a row a change and whose C2 mean it is.
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        let each = |row| self.whose.iter().enumerate().map(move |(whose, of)| (row, whose, of));
        let rows: Vec<(&Requirement, usize, &Whose)> = self.rows.iter().flat_map(each).collect();
        let size = |(row, whose, _): &(&Requirement, usize, &Whose)| -> Size { row.sizes[*whose] };
        let departments = |(row, ..): &(&Requirement, usize, &Whose)| -> String {
            row.departments.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(" ")
        };
        Table::of("How far one thing alone would have to change for C2 to be so much faster.", &rows)
            .text(column("level", "", "trust or ics."), |(.., whose)| whose.level.name())
            .text(
                column("area_code", "", "Code of the service, or of the ICS that waits longest."),
                |(.., w)| w.code.as_str(),
            )
            .number_or_none(column("present_s", "s", "Its C2 mean as things stand."), |(.., whose)| {
                Some(whose.present_s?.mean)
            })
            .number(column("faster_s", "s", "By how much it is to fall."), |_| self.question.faster_s)
            .text(column("change", "", "What changes."), |(row, ..)| row.change.name())
            .text(column("departments", "", "Codes of the departments, where it is theirs."), departments)
            .text(column("unit", "", "Unit of a size."), |(row, ..)| row.change.unit())
            .number_or_none(
                column(
                    "size",
                    "",
                    "The size at which it is so much faster; null if none that was run is enough.",
                ),
                |row| size(row).value,
            )
            .number_or_none(
                column(
                    "low",
                    "",
                    "Least size not ruled out (95%, chance only); null if even the largest run is.",
                ),
                |row| size(row).low,
            )
            .number_or_none(
                column("high", "", "Largest size not ruled out; null if the largest run may not suffice."),
                |row| size(row).high,
            )
            .number(column("most", "", "The largest size that was run."), |row| size(row).most)
            .batch()
    }
}
