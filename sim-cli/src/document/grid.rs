/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// What stands above it; `\n` begins a second line.
    pub head: String,
    /// Whether its cells end at the same place, as numbers do.
    pub right: bool,
}

/// A table of text cells; the first column names the rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// One sentence below it; may be empty.
    pub note: String,
}

impl Grid {
    /// A table without rows yet, whose first column has this head.
    pub fn new(caption: impl Into<String>, first: impl Into<String>) -> Self {
        let first = Column { head: first.into(), right: false };
        Self { caption: caption.into(), columns: vec![first], rows: Vec::new(), note: String::new() }
    }

    /// With a further column of numbers.
    pub fn numbers(mut self, head: impl Into<String>) -> Self {
        self.columns.push(Column { head: head.into(), right: true });
        self
    }

    /// With a further column of words.
    pub fn words(mut self, head: impl Into<String>) -> Self {
        self.columns.push(Column { head: head.into(), right: false });
        self
    }

    /// With a sentence below it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Without the columns of these heads.
    pub fn without(mut self, heads: &[&str]) -> Self {
        let keep: Vec<bool> =
            self.columns.iter().map(|column| !heads.contains(&column.head.as_str())).collect();
        let mut kept = keep.iter();
        self.columns.retain(|_| kept.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut kept = keep.iter();
            row.retain(|_| kept.next().copied().unwrap_or(true));
        }
        self
    }

    /// Whether every cell of the column of this head is this text.
    pub fn is_all(&self, head: &str, text: &str) -> bool {
        let at = self.columns.iter().position(|column| column.head == head);
        at.is_some_and(|at| self.rows.iter().all(|row| row[at] == text))
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If it has not one cell for each column.
    pub fn row(&mut self, cells: Vec<String>) {
        assert_eq!(
            cells.len(),
            self.columns.len(),
            "a row has one cell for each column of {:?}",
            self.caption
        );
        self.rows.push(cells);
    }
}
