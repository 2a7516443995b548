use super::places::Places;
use rstar::RTree;
use rstar::primitives::GeomWithData;

/// Side of a cell, metres.
const CELL_M: f32 = 500.0;

/// The nearest place of every 500 m cell around a component, on each of its land masses: no vehicle is across the water.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// By row of land mass.
    sheets: Vec<Option<Sheet>>,
}

/// The cells of one land mass.
#[derive(Debug, Clone, PartialEq)]
struct Sheet {
    west: f32,
    south: f32,
    columns: usize,
    rows: usize,
    nearest: Vec<u16>,
}

impl Raster {
    /// The raster around the first `n_inside` places.
    #[must_use]
    pub fn new(places: &Places, n_inside: usize) -> Self {
        let masses = places.land_mass.iter().max().map_or(0, |last| last + 1);
        Self { sheets: (0..masses).map(|mass| Sheet::new(places, n_inside, mass)).collect() }
    }

    /// The place of a land mass nearest to a point, to within the cell; `None` where the component has no such place.
    #[inline]
    #[must_use]
    pub fn nearest(&self, land_mass: u8, x_m: f32, y_m: f32) -> Option<u16> {
        self.sheets.get(usize::from(land_mass))?.as_ref().map(|sheet| sheet.nearest(x_m, y_m))
    }
}

impl Sheet {
    /// The cells over the box of the land mass's places inside and a margin of 10 km; they begin at whole multiples of
    /// their side. Outside the box a point takes the nearest cell of the edge. A tie goes to either place: it is
    /// decided once, here.
    fn new(places: &Places, n_inside: usize, mass: u8) -> Option<Self> {
        let margin = 10_000.0;
        let inside: Vec<usize> = (0..n_inside).filter(|place| places.land_mass[*place] == mass).collect();
        inside.first()?;
        let bound = |values: &[f32], pick: fn(f32, f32) -> f32, start: f32| {
            inside.iter().map(|p| values[*p]).fold(start, pick)
        };
        let cell = |m: f32| (m / CELL_M).floor() * CELL_M;
        let west = cell(bound(&places.x_m, f32::min, f32::MAX) - margin);
        let south = cell(bound(&places.y_m, f32::min, f32::MAX) - margin);
        let columns =
            ((bound(&places.x_m, f32::max, f32::MIN) + margin - west) / CELL_M).ceil().max(1.0) as usize;
        let rows =
            ((bound(&places.y_m, f32::max, f32::MIN) + margin - south) / CELL_M).ceil().max(1.0) as usize;
        let here = (0..places.len()).filter(|place| places.land_mass[*place] == mass);
        let points = here.map(|p| GeomWithData::new([places.x_m[p], places.y_m[p]], p as u16));
        let tree = RTree::bulk_load(points.collect());
        let nearest = (0..rows * columns)
            .map(|cell| {
                let x = west + ((cell % columns) as f32 + 0.5) * CELL_M;
                let y = south + ((cell / columns) as f32 + 0.5) * CELL_M;
                tree.nearest_neighbor(&[x, y]).map_or(0, |point| point.data)
            })
            .collect();
        Some(Self { west, south, columns, rows, nearest })
    }

    #[inline]
    fn nearest(&self, x_m: f32, y_m: f32) -> u16 {
        let column = (((x_m - self.west) / CELL_M).max(0.0) as usize).min(self.columns - 1);
        let row = (((y_m - self.south) / CELL_M).max(0.0) as usize).min(self.rows - 1);
        self.nearest[row * self.columns + column]
    }
}
