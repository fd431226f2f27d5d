/** 空挂: registered there, and nobody lives in it (code table `residency`). */
export const REGISTERED_ONLY = "03";
