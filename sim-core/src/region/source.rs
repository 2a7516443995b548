/// Where a region's tables come from: its `SOURCE.toml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources {
    /// Title of the region.
    pub title: String,
    /// What the region's geography is dated.
    pub vintage: String,
    /// The attribution that every figure carries.
    pub attribution: String,
    /// One entry a table, in order of file name.
    pub tables: Vec<SourceTable>,
    /// BLAKE3 over name, length and bytes of every table, hexadecimal; what `SOURCE.toml` says is not hashed.
    pub hash: String,
}

/// Where one table comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourceTable {
    /// File name.
    pub file: String,
    /// Publisher.
    pub publisher: String,
    /// Licence.
    pub licence: String,
    /// Period covered.
    pub period: String,
    /// `published`, `derived`, `assumption`, `synthetic`, `fitted` or `own` (the user's).
    pub tier: String,
    /// SHA-256 of the table as it was made, hexadecimal; not compared, so that tables can be edited.
    pub sha256: String,
}
