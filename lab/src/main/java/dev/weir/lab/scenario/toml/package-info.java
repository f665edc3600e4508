/** TOML with places: each value is read with its unit, and each mistake is told with its line and column. */
package dev.weir.lab.scenario.toml;
