//! Distributions by inverse: a mark in, a value out, the same on every machine (`libm` only).

mod normal;
mod poisson;
mod table;
mod triangle;

pub use normal::{normal_cdf, normal_quantile};
pub use poisson::poisson_quantile;
pub use table::{QuantileTable, Shape};
pub use triangle::triangular_quantile;
