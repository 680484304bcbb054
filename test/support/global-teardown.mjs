export default async function tearDown() {
  await globalThis.forthwithTestStore?.close();
}
