import "reflect-metadata";
import { beforeAll } from "vitest";
import { forEachEngine } from "../harness/engines.js";
import { ImportDesk } from "./import-desk.js";
import { placesOfFiles } from "./places-of-files.js";
import { readBack } from "./read-back.js";
import { rowsOfFiles } from "./rows-of-files.js";
import { whileOthersRead } from "./while-others-read.js";

forEachEngine((makeEngine) => {
  const here = new ImportDesk();
  beforeAll(async () => here.open(await makeEngine()));

  rowsOfFiles(here);
  placesOfFiles(here);
  readBack(here);
  whileOthersRead(here);
});
