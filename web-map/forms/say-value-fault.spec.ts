import { expect, test } from "vitest";
import { sayValueFault } from "./say-value-fault.js";

test("a code that the county's standard refuses is told in the page's language", () => {
  const fault = {
    ...{ code: "BAD_USER_INPUT", message: "code: a grid code here has the form X.", field: "code" },
    said: { code: "grid-template", params: { template: "{village}{seq:3}" } },
  };
  expect(sayValueFault(fault, "zh")).toBe("本县的网格编码格式为 {village}{seq:3}。");
  expect(sayValueFault({ ...fault, said: { code: "taken", params: {} } }, "zh")).toBe(
    fault.message,
  );
});
