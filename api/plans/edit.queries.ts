import { planEdit } from "../../db/tables/index.js";
import type { PackedChange } from "../../geo/coverage/index.js";
import { type EditRow as Edit, EditLog } from "../edits/edit-log.js";

export type EditRow = Edit<PackedChange>;

export const editLog = new EditLog<PackedChange>(planEdit);
