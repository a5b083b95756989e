/** S, M or L: fills the settings below it. */
import { Input, SegmentedControl } from '@mantine/core';
import type { FamilyDef } from '#/core/families/familyDef';
import { changeSize, type SizeName, sizeNames, sizeOfSettings } from '#/core/families/sizes';
import type { FormValues } from '#/ui/forms/SchemaForm';

const own = { value: 'own', label: 'Own' };

export function SizeChoice({
  family,
  values,
  onChange,
}: {
  family: FamilyDef;
  /** Settings of the family that were changed. */
  values: FormValues;
  onChange: (values: FormValues) => void;
}) {
  if (!family.sizes) return null;
  const size = sizeOfSettings(family, values);
  return (
    <Input.Wrapper
      label="Size"
      labelElement="div"
      inputWrapperOrder={['label', 'input', 'description']}
      description="Fills the settings below. Larger learns more from much data, and takes longer."
    >
      <div style={{ marginBottom: 4 }}>
        <SegmentedControl
          aria-label="Size"
          data={[...sizeNames, ...(size ? [] : [own])]}
          value={size ?? own.value}
          onChange={(value) => {
            if (value !== own.value) onChange(changeSize(family, value as SizeName, values));
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
