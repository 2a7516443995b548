use super::places::Places;

/// Side of a cell, metres.
const CELL_M: f32 = 500.0;

/// The nearest place of every 500 m cell around a component, on each of its land masses: no vehicle is across the water.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Each place: metres east and north, and the row of its land mass.
    spots: Vec<(f32, f32, u8)>,
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
        let spots = (0..places.len()).map(|p| (places.x_m[p], places.y_m[p], places.land_mass[p])).collect();
        Self { spots, sheets: (0..masses).map(|mass| Sheet::new(places, n_inside, mass)).collect() }
    }

    /// The place nearest to the point that lies at a share of the straight line from one place to another, to within the
    /// cell, on the land mass of the latter; `None` where the component has no such place.
    #[inline]
    #[must_use]
    pub fn between(&self, from: u16, to: u16, share: f32) -> Option<u16> {
        let ((x0, y0, _), (x1, y1, mass)) = (self.spots[usize::from(from)], self.spots[usize::from(to)]);
        let sheet = self.sheets.get(usize::from(mass))?.as_ref()?;
        Some(sheet.nearest(x0 + share * (x1 - x0), y0 + share * (y1 - y0)))
    }
}

impl Sheet {
    /// The cells over the box of the land mass's places inside and a margin of 10 km; they begin at whole multiples of
    /// their side. Outside the box a point takes the nearest cell of the edge. A tie goes to the lower place.
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
        let mut sheet = Self { west, south, columns, rows, nearest: vec![0; rows * columns] };
        let here = (0..places.len()).filter(|place| places.land_mass[*place] == mass);
        let spots: Vec<Spot> =
            here.map(|p| Spot { x: places.x_m[p], y: places.y_m[p], place: p as u16 }).collect();
        sheet.fill(Block { column: 0, row: 0, side: columns.max(rows).next_power_of_two() }, &spots);
        Some(sheet)
    }

    /// Fills a block of cells, whose nearest places are among `near`: at once if one is nearest to all of them, else by
    /// quarters, each among those that may be nearest there.
    fn fill(&mut self, block: Block, near: &[Spot]) {
        if block.column >= self.columns || block.row >= self.rows {
            return;
        }
        let (x, y) = self.middle(block);
        // Nobody is nearest to any point of the block who is farther from its middle than the nearest one by more than
        // the block's diagonal; a metre covers rounding.
        let diagonal = f64::from(CELL_M) * (block.side - 1) as f64 * std::f64::consts::SQRT_2 + 1.0;
        let least = near.iter().map(|spot| spot.distance(x, y)).fold(f64::MAX, f64::min);
        let may_be = |spot: &&Spot| spot.distance(x, y) <= least + diagonal;
        let kept: Vec<Spot> = near.iter().filter(may_be).copied().collect();
        if let [only] = kept[..] {
            self.fill_with(block, only.place);
        } else if block.side == 1 {
            let (x, y) = (x as f32, y as f32);
            let nearest = kept.iter().min_by(|a, b| a.square(x, y).total_cmp(&b.square(x, y)));
            self.fill_with(block, nearest.map_or(0, |spot| spot.place));
        } else {
            block.quarters().into_iter().for_each(|quarter| self.fill(quarter, &kept));
        }
    }

    fn fill_with(&mut self, block: Block, place: u16) {
        let columns = block.column..(block.column + block.side).min(self.columns);
        for row in block.row..(block.row + block.side).min(self.rows) {
            self.nearest[row * self.columns..][columns.clone()].fill(place);
        }
    }

    /// The middle of a block, metres.
    fn middle(&self, block: Block) -> (f64, f64) {
        let middle = |from: f32, first: usize| {
            f64::from(from) + (first as f64 + 0.5 * block.side as f64) * f64::from(CELL_M)
        };
        (middle(self.west, block.column), middle(self.south, block.row))
    }

    #[inline]
    fn nearest(&self, x_m: f32, y_m: f32) -> u16 {
        let column = (((x_m - self.west) / CELL_M).max(0.0) as usize).min(self.columns - 1);
        let row = (((y_m - self.south) / CELL_M).max(0.0) as usize).min(self.rows - 1);
        self.nearest[row * self.columns + column]
    }
}

/// A square of cells.
#[derive(Debug, Clone, Copy)]
struct Block {
    column: usize,
    row: usize,
    /// Cells along a side, a power of two.
    side: usize,
}

impl Block {
    fn quarters(self) -> [Self; 4] {
        let side = self.side / 2;
        let quarter = |right: usize, up: usize| Self {
            column: self.column + right * side,
            row: self.row + up * side,
            side,
        };
        [quarter(0, 0), quarter(1, 0), quarter(0, 1), quarter(1, 1)]
    }
}

/// A place on the plane.
#[derive(Debug, Clone, Copy)]
struct Spot {
    x: f32,
    y: f32,
    place: u16,
}

impl Spot {
    fn distance(&self, x: f64, y: f64) -> f64 {
        let (across, up) = (f64::from(self.x) - x, f64::from(self.y) - y);
        libm::sqrt(across * across + up * up)
    }

    fn square(&self, x: f32, y: f32) -> f32 {
        let (across, up) = (self.x - x, self.y - y);
        across * across + up * up
    }
}
