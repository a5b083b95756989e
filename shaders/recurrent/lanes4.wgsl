// Four rows of the batch side by side; the last row stands for those beyond it, and is then written more than once.
alias Lanes = vec4f;
alias Rows = vec4u;
alias There = vec4<bool>;

fn rowsOf(group: u32) -> Rows {
  return min(group * 4u + vec4u(0, 1, 2, 3), vec4u(p.batch - 1u));
}

fn loadX(i: Rows) -> Lanes {
  return vec4f(x[i.x], x[i.y], x[i.z], x[i.w]);
}

fn loadTape(i: Rows) -> Lanes {
  return vec4f(tape[i.x], tape[i.y], tape[i.z], tape[i.w]);
}

fn loadY(i: Rows) -> Lanes {
  return vec4f(y[i.x], y[i.y], y[i.z], y[i.w]);
}

fn loadDy(i: Rows) -> Lanes {
  return vec4f(dy[i.x], dy[i.y], dy[i.z], dy[i.w]);
}

fn storeTape(i: Rows, v: Lanes) {
  tape[i.x] = v.x;
  tape[i.y] = v.y;
  tape[i.z] = v.z;
  tape[i.w] = v.w;
}

fn storeY(i: Rows, v: Lanes) {
  y[i.x] = v.x;
  y[i.y] = v.y;
  y[i.z] = v.z;
  y[i.w] = v.w;
}

fn storeDx(i: Rows, v: Lanes) {
  dx[i.x] = v.x;
  dx[i.y] = v.y;
  dx[i.z] = v.z;
  dx[i.w] = v.w;
}

fn storeDh(i: Rows, v: Lanes) {
  dh[i.x] = v.x;
  dh[i.y] = v.y;
  dh[i.z] = v.z;
  dh[i.w] = v.w;
}
