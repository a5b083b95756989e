/** MINC images are NetCDF 3 or HDF5 inside, but their values mean nothing without the range of each slice. */
import { TetradError } from '#/core/protocol/errors';

export const minc = (place: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: 'The file is a MINC image, which is not read.',
    place,
    hint: 'Convert it to NIfTI: mnc2nii in.mnc out.nii, or in Python: “import nibabel; image = nibabel.load("in.mnc"); nibabel.save(nibabel.Nifti1Image(image.get_fdata(), image.affine), "out.nii.gz")”.',
  });
