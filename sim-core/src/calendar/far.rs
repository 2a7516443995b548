use super::Entry;

const ARITY: usize = 4;

/// Entries beyond the wheel: a heap, the earliest first.
#[derive(Debug, Clone)]
pub(super) struct Far<E> {
    heap: Vec<Entry<E>>,
}

impl<E> Default for Far<E> {
    fn default() -> Self {
        Self { heap: Vec::new() }
    }
}

impl<E: Copy> Far<E> {
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    #[inline]
    pub fn first(&self) -> Option<&Entry<E>> {
        self.heap.first()
    }

    pub fn entries(&self) -> impl Iterator<Item = Entry<E>> {
        self.heap.iter().copied()
    }

    pub fn push(&mut self, entry: Entry<E>) {
        self.heap.push(entry);
        self.rise(self.heap.len() - 1);
    }

    pub fn pop(&mut self) -> Option<Entry<E>> {
        let last = self.heap.pop()?;
        let Some(root) = self.heap.first_mut() else { return Some(last) };
        let first = std::mem::replace(root, last);
        self.sink();
        Some(first)
    }

    fn rise(&mut self, mut at: usize) {
        let entry = self.heap[at];
        while at > 0 {
            let parent = (at - 1) / ARITY;
            if !entry.before(&self.heap[parent]) {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = entry;
    }

    fn sink(&mut self) {
        let entry = self.heap[0];
        let end = self.heap.len();
        let mut at = 0;
        loop {
            let first_child = at * ARITY + 1;
            if first_child >= end {
                break;
            }
            let mut least = first_child;
            for child in first_child + 1..(first_child + ARITY).min(end) {
                if self.heap[child].before(&self.heap[least]) {
                    least = child;
                }
            }
            if !self.heap[least].before(&entry) {
                break;
            }
            self.heap[at] = self.heap[least];
            at = least;
        }
        self.heap[at] = entry;
    }
}
