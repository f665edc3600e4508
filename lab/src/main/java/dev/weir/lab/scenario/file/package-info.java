/** Scenarios read from TOML files ({@link dev.weir.lab.scenario.file.ScenarioFile}), and those that come with Weir
 * ({@link dev.weir.lab.scenario.file.Catalogue}). */
package dev.weir.lab.scenario.file;
