/** Settings drawn from a schema: add a field to the schema and it is here, labelled and checked. */
import type { ControlSpec } from './controlSpec';
import { SchemaControl } from './SchemaControl';
import classes from './SchemaForm.module.css';

export type FormValues = Readonly<Record<string, unknown>>;

export interface SchemaFormProps {
  specs: readonly ControlSpec[];
  /** Only what differs from the standard. */
  values: FormValues;
  /** What a field is without a choice; the schema's own default where absent. */
  standards?: FormValues;
  problems?: ReadonlyMap<string, string>;
  onChange: (values: FormValues) => void;
}

export function SchemaForm({ specs, values, standards = {}, problems, onChange }: SchemaFormProps) {
  return (
    <div className={classes.grid}>
      {specs.map((spec) => (
        <SchemaControl
          key={spec.name}
          spec={spec}
          value={values[spec.name]}
          standard={standards[spec.name] ?? spec.default}
          error={problems?.get(spec.name)}
          onChange={(value) => {
            const { [spec.name]: _, ...rest } = values;
            onChange(value === undefined ? rest : { ...rest, [spec.name]: value });
          }}
        />
      ))}
    </div>
  );
}
