declare module "virtual:contract" {
  const schema: string;
  export default schema;
}
