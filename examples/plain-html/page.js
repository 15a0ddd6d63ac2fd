// Events bubble and are composed: listen wherever it suits you.
document.addEventListener('portico-milestone-select', (event) => {
  document.querySelector('#said').textContent = event.detail.milestone?.name ?? event.detail.id;
});
