// Reads an operand whose neighbours in memory follow k: four steps of one row in a load. depth % 4 == 0.
@group(0) @binding(1) var<storage, read> a: array<vec4f>;

fn loadA(at: vec4u, k: u32) -> Quad {
  let place = (at + k) / 4u;
  let r0 = a[place.x];
  let r1 = a[place.y];
  let r2 = a[place.z];
  let r3 = a[place.w];
  return Quad(
    vec4f(r0.x, r1.x, r2.x, r3.x),
    vec4f(r0.y, r1.y, r2.y, r3.y),
    vec4f(r0.z, r1.z, r2.z, r3.z),
    vec4f(r0.w, r1.w, r2.w, r3.w),
  );
}
