"""What a record is: types, frozen JSON Schemas, consistency rules, and the published layouts."""
