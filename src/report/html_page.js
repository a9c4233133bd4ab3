'use strict';
// Without this script everything is shown; with it, rows can be searched by their words.
(() => {
  const box = document.getElementById('search');
  const shown = document.getElementById('shown');
  const rows = Array.from(document.querySelectorAll('tr[data-standing]'),
                          (row) => ({row, text: row.textContent.toLowerCase()}));
  const apply = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const {row, text} of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = words.length ? `${count} of ${rows.length} rows` : '';
  };
  box.addEventListener('input', apply);
  document.getElementById('searching').hidden = false;
  apply();
})();
