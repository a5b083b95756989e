import classes from './train.module.css';

export function FamilyCards({
  families,
  value,
  onChange,
}: {
  families: readonly { type: string; title: string; summary: string }[];
  value: string;
  onChange: (type: string) => void;
}) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className={classes.panelTitle} style={{ padding: 0 }}>
        Model
      </legend>
      <div className={classes.families}>
        {families.map((family) => (
          <label key={family.type} className={classes.family}>
            <input
              type="radio"
              name="family"
              value={family.type}
              checked={family.type === value}
              onChange={() => onChange(family.type)}
            />
            <span className={classes.familyTitle}>{family.title}</span>
            <span className={classes.familyNote}>{family.summary}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
