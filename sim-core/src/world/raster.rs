use super::places::Places;
use rstar::primitives::GeomWithData;
use rstar::RTree;

/// Side of a cell, metres.
const CELL_M: f32 = 500.0;

/// The nearest place of every 500 m cell around a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    west: f32,
    south: f32,
    columns: usize,
    rows: usize,
    nearest: Vec<u16>,
}

impl Raster {
    /// The raster over the box of the first `n_inside` places and a margin of 10 km, in cells that begin at whole
    /// multiples of their side; outside it a point takes the nearest cell of the edge. A tie goes to either place: it
    /// is decided once, here.
    #[must_use]
    pub fn new(places: &Places, n_inside: usize) -> Self {
        let margin = 10_000.0;
        let bound = |values: &[f32], pick: fn(f32, f32) -> f32, start: f32| values[..n_inside].iter().copied().fold(start, pick);
        let cell = |m: f32| (m / CELL_M).floor() * CELL_M;
        let west = cell(bound(&places.x_m, f32::min, f32::MAX) - margin);
        let south = cell(bound(&places.y_m, f32::min, f32::MAX) - margin);
        let columns = ((bound(&places.x_m, f32::max, f32::MIN) + margin - west) / CELL_M).ceil().max(1.0) as usize;
        let rows = ((bound(&places.y_m, f32::max, f32::MIN) + margin - south) / CELL_M).ceil().max(1.0) as usize;
        let points = (0..places.len()).map(|p| GeomWithData::new([places.x_m[p], places.y_m[p]], p as u16));
        let tree = RTree::bulk_load(points.collect());
        let nearest = (0..rows * columns)
            .map(|cell| {
                let x = west + ((cell % columns) as f32 + 0.5) * CELL_M;
                let y = south + ((cell / columns) as f32 + 0.5) * CELL_M;
                tree.nearest_neighbor(&[x, y]).map_or(0, |point| point.data)
            })
            .collect();
        Self { west, south, columns, rows, nearest }
    }

    /// The place nearest to a point, to within the cell.
    #[inline]
    #[must_use]
    pub fn nearest(&self, x_m: f32, y_m: f32) -> u16 {
        let column = (((x_m - self.west) / CELL_M).max(0.0) as usize).min(self.columns - 1);
        let row = (((y_m - self.south) / CELL_M).max(0.0) as usize).min(self.rows - 1);
        self.nearest[row * self.columns + column]
    }
}
