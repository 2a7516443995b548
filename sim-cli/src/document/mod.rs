//! What a report says, before it is text or HTML.

mod chart;
mod curves;
mod figure;
mod grid;
mod heat;
mod html;
mod map;
mod outlined;
mod page;
mod panels;
mod phase;
mod scatter;
mod shades;
mod text;
mod tiles;
mod timeline;
mod waterfall;

pub(crate) use chart::{Chart, Mark};
pub(crate) use curves::{Curves, Point};
pub(crate) use figure::{
    clock, clock_interval, count, counted, decimal, hundredths, share, signed_clock, signed_clock_interval,
    signed_seconds, signed_seconds_interval,
};
pub(crate) use grid::{Column, Grid};
pub(crate) use heat::{Heat, HeatCell, Tone};
pub(crate) use html::{fragment, html};
pub(crate) use map::{Map, Spot};
pub(crate) use outlined::Outlines;
pub(crate) use panels::{Panel, Panels};
pub(crate) use phase::{PhasePanel, PhasePlot};
pub(crate) use scatter::{Dot, Scatter};
pub(crate) use shades::Shades;
pub(crate) use text::text;
pub(crate) use tiles::Tiles;
pub(crate) use timeline::{Bar, Timeline};
pub(crate) use waterfall::{Fall, Waterfall};

/// A report: a title and its blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A label that must be seen.
    Label(String),
    Heading(String),
    Paragraph(String),
    /// Terms and what they are.
    Facts(Vec<(String, String)>),
    List(Vec<String>),
    /// What the reader should know before believing a figure.
    Warning(String),
    Table(Grid),
    /// Drawn in HTML only: its numbers stand in a table.
    Chart(Chart),
    /// The same.
    Waterfall(Waterfall),
    /// The same.
    Curves(Curves),
    /// The same.
    Scatter(Scatter),
    /// The same.
    Map(Map),
    /// A table with colours; marks stand for them in text.
    Heat(Heat),
    /// Drawn in HTML only: its numbers stand in a table.
    Panels(Panels),
    /// The same.
    Tiles(Tiles),
    /// The same.
    Timeline(Timeline),
    Phases(PhasePlot),
    /// For HTML only: what the text leaves to the files beside it.
    Page(Vec<Block>),
    /// For HTML only, beneath a line that opens it; printed open.
    Folded(String, Vec<Block>),
}

impl Document {
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    pub fn warning(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Warning(text.into()));
    }

    /// A table, unless it has no row.
    pub fn table(&mut self, grid: Grid) {
        if !grid.rows.is_empty() {
            self.blocks.push(Block::Table(grid));
        }
    }
}
