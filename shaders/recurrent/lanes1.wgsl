// One row of the batch: for so many units that the memory of a workgroup has no room for four.
alias Lanes = f32;
alias Rows = u32;
alias There = bool;

fn rowsOf(group: u32) -> Rows {
  return group;
}

fn loadX(i: Rows) -> Lanes {
  return x[i];
}

fn loadTape(i: Rows) -> Lanes {
  return tape[i];
}

fn loadY(i: Rows) -> Lanes {
  return y[i];
}

fn loadDy(i: Rows) -> Lanes {
  return dy[i];
}

fn storeTape(i: Rows, v: Lanes) {
  tape[i] = v;
}

fn storeY(i: Rows, v: Lanes) {
  y[i] = v;
}

fn storeDx(i: Rows, v: Lanes) {
  dx[i] = v;
}

fn storeDh(i: Rows, v: Lanes) {
  dh[i] = v;
}
