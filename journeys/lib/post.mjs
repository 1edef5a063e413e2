// The post: prints what waits. Whoever has a name that no font can print is called instead, as the page says.
export async function prints(p) {
  await p.press("まとめて印刷する");
  if (!(await p.main()).includes("印刷できない字があります")) return;
  await p.press("この方には電話で伝える");
  await p.press("まとめて印刷する");
}
