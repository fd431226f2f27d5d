import { field, integer, text } from "../declaration.js";
import { register } from "./register.js";

export const codes = register({
  name: "codes",
  singular: "code",
  typeName: "Code",
  table: "category",
  label: { zh: "代码", en: "Codes" },
  description:
    "Codes of the county's code tables. One that is retired is offered no longer, and names what " +
    "was written with it as before.",
  fields: {
    kind: field(text(40), "代码表", "Table", {
      required: true,
      filtered: true,
      description: "Name of the table, as fields name it in `of`",
    }),
    code: field(text(60), "代码", "Code", {
      required: true,
      filtered: true,
      description: "The code, as rows hold it",
    }),
    parent: field(text(60), "上级代码", "Parent", {
      filtered: true,
      description: "Code one level up in the same table; null at the top",
    }),
    nameZh: field(text(100), "中文名称", "Name in Chinese", {
      required: true,
      description: "Name in Chinese",
    }),
    nameEn: field(text(100), "英文名称", "Name in English", {
      required: true,
      description: "Name in English",
    }),
    position: field(integer(0, 10_000), "顺序", "Position", {
      description: "Where it stands in its table",
    }),
  },
  search: ["nameZh", "nameEn", "code"],
  unique: [["code", "kind"]],
  scope: "county",
  exportable: true,
});
