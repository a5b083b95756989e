/** What the dimensions of dropped files are, and how the field becomes samples; Enter accepts the guess. */
import { IconAxisX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { droppedArraysStore } from '#/app/stores/droppedArrays';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { useTitle } from '#/ui/router/useTitle';
import { MapForm } from './MapForm';

export default function MapPage() {
  const dropped = useStore(droppedArraysStore, (state) => state.dropped);
  useTitle(dropped?.info.fileName ?? 'Map dimensions');
  if (!dropped)
    return (
      <EmptyState
        icon={<IconAxisX size={40} stroke={1.25} />}
        heading="h1"
        title="No file is waiting to be mapped"
        action={<ButtonLink to="/">Go to Data</ButtonLink>}
      >
        A dropped file lives in the page only. Drop it again: NetCDF, HDF5, NIfTI, DICOM, NumPy, MATLAB, Zarr
        or TIFF.
      </EmptyState>
    );
  return <MapForm key={dropped.key} dropped={dropped} />;
}
