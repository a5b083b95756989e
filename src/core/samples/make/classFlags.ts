/** Classes as CF writes them: integers whose meanings stand beside them (CF conventions 1.11, section 3.5). */
export const classFlags = (meanings: readonly string[]) => ({
  flag_values: Int32Array.from(meanings.keys()),
  flag_meanings: meanings.join(' '),
});
