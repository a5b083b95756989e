export default function ImagesView() {
  return null;
}
