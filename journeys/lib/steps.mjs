// A journey of several steps: after one that failed, the next ones would only fail for its sake.
import { test } from "node:test";

export function steps() {
  let failed;
  return (name, deed) =>
    test(name, async (t) => {
      if (failed) return t.skip(`after «${failed}»`);
      try {
        await deed();
      } catch (error) {
        failed = name;
        throw error;
      }
    });
}
